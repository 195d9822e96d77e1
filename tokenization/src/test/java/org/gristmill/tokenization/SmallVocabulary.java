package org.gristmill.tokenization;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.gristmill.tokenization.bpe.PreTokenizer;
import org.gristmill.tokenization.bpe.TokenizerJson;
import org.gristmill.tokenization.bpe.Trained;

/**
 * A committed vocabulary of 1,000 tokens, trained on {@link SampleText} with Qwen2's pattern;
 * {@link #trained} makes its bytes again.
 */
final class SmallVocabulary {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SmallVocabulary() {}

  static byte[] bytes() {
    try (InputStream in = SmallVocabulary.class.getResourceAsStream("small-tokenizer.json")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] trained() {
    return TokenizerJson.write(Trained.sample(PreTokenizer.Pattern.QWEN2, 1000));
  }

  /** The vocabulary with other cuts, as {@link PreTokenizer.Pattern#steps} lists them. */
  static ObjectNode tree(List<String> expressions) {
    try {
      ObjectNode root = (ObjectNode) JSON.readTree(bytes());
      ObjectNode sequence = root.putObject("pre_tokenizer").put("type", "Sequence");
      ArrayNode steps = sequence.putArray("pretokenizers");
      expressions.forEach(expression -> TokenizerJson.addStep(steps, expression));
      ObjectNode byteLevel = steps.addObject().put("type", "ByteLevel");
      byteLevel.put("add_prefix_space", false).put("trim_offsets", true).put("use_regex", false);
      return root;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
