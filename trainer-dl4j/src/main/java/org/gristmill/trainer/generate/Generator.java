package org.gristmill.trainer.generate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.gristmill.common.ConfigException;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.trainer.model.DecoderNetwork;

/**
 * Continues texts. Every token costs one forward pass over the last {@code sequenceLength} tokens.
 * Equal prompt, options and seed give equal text on one machine. Not thread-safe.
 */
public final class Generator {

  private final DecoderNetwork network;
  private final Tokenizer tokenizer;
  private final int endOfDocument;

  /** What ends a text. */
  public enum Ending {
    /** Only the number of tokens: the token that ends documents is never drawn. */
    LENGTH,
    /** The token that ends documents, too. */
    DOCUMENT
  }

  /** A generator for a network and the tokenizer it was trained with. */
  public Generator(DecoderNetwork network, Tokenizer tokenizer, int endOfDocument) {
    if (tokenizer.vocabularySize() > network.shape().vocabularySize()) {
      throw new ConfigException(
          "Cannot generate with a vocabulary of "
              + network.shape().vocabularySize()
              + " tokens: the tokenizer has "
              + tokenizer.vocabularySize());
    }
    this.network = network;
    this.tokenizer = tokenizer;
    this.endOfDocument = endOfDocument;
  }

  /**
   * Text after a prompt, without the prompt. The prompt is how a document starts: nothing precedes
   * it, as nothing precedes a document in training. An empty prompt is stood for by the token that
   * ends documents, for something has to be read first. Bytes that do not form a character, as when
   * the last token is a part of one, are left out.
   *
   * @param tokens tokens to draw
   */
  public String generate(
      String prompt, int tokens, SamplingOptions options, Ending ending, long seed) {
    byte[] utf8 = prompt.getBytes(StandardCharsets.UTF_8);
    int[] text = new int[1 + 3 * utf8.length + tokens];
    int start = tokenizer.encode(utf8, 0, utf8.length, SpecialTokens.AS_TEXT, text, 0);
    if (start == 0) {
      text[start++] = endOfDocument;
    }
    int length = start;
    TokenSampler sampler = new TokenSampler(options, seed);
    float[] logits = new float[network.shape().vocabularySize()];
    int context = network.shape().sequenceLength();
    for (int drawn = 0; drawn < tokens; drawn++) {
      int from = Math.max(0, length - context);
      network.layer().nextToken(Arrays.copyOfRange(text, from, length), length - from, logits);
      for (int token = tokenizer.vocabularySize(); token < logits.length; token++) {
        logits[token] = Float.NEGATIVE_INFINITY;
      }
      if (ending == Ending.LENGTH) {
        logits[endOfDocument] = Float.NEGATIVE_INFINITY;
      }
      int next = sampler.draw(logits, text, length);
      if (next == endOfDocument) {
        break;
      }
      text[length++] = next;
    }
    byte[] bytes = tokenizer.decode(text, start, length - start);
    return Characters.whole(bytes);
  }
}
