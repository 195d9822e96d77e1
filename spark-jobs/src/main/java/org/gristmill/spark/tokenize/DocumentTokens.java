package org.gristmill.spark.tokenize;

import java.util.Arrays;
import java.util.Optional;
import org.gristmill.common.ConfigException;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.chat.ChatTemplate;
import org.gristmill.tokenization.chat.Conversation;
import org.gristmill.tokenization.chat.PreferencePair;
import org.gristmill.tokenization.chat.RenderedTokens;
import org.gristmill.tokenization.fim.FillInMiddle;

/** Turns one document after another into packed tokens. Not thread-safe. */
final class DocumentTokens {
  private final Tokenizer tokenizer;
  private final Treatments treatments;
  private final int endOfDocument;
  private final int width;
  private final Optional<ChatTemplate> template;
  private final RenderedTokens first = new RenderedTokens();
  private final RenderedTokens second = new RenderedTokens();
  private int[] ids = new int[1 << 16];

  /**
   * A document's tokens as they travel.
   *
   * @param tokens packed as {@link TokenRows#pack} does
   * @param mask 1 for every token that is learnt, else 0; null if all are
   * @param chosen tokens of the first of two sequences; null if there is one
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Encoded(byte[] tokens, byte[] mask, Integer chosen) {
    /** Tokens of all sequences. */
    int count(int width) {
      return tokens.length / width;
    }
  }

  DocumentTokens(TokenizerSource source, Tokenizer tokenizer, Treatments treatments) {
    this.tokenizer = tokenizer;
    this.treatments = treatments;
    this.endOfDocument = source.endOfDocument();
    this.width = source.width();
    this.template = treatments.template(tokenizer);
  }

  /** Bytes of a token. */
  int width() {
    return width;
  }

  /**
   * Encodes a document.
   *
   * @param text edited text, valid UTF-8; of conversations and pairs their JSON
   */
  Encoded of(byte[] text, String kind, String stratum, long key) {
    if (kind.equals(Conversation.KIND)) {
      template(kind).render(Conversation.parse(text), treatments.maxTokens(), first);
      return new Encoded(
          TokenRows.pack(first.ids(), first.length(), width),
          Arrays.copyOf(first.mask(), first.length()),
          null);
    }
    if (kind.equals(PreferencePair.KIND)) {
      template(kind).render(PreferencePair.parse(text), treatments.maxTokens(), first, second);
      return both();
    }
    if (ids.length < text.length + FillInMiddle.EXTRA_TOKENS + 1) {
      ids = new int[Math.max(text.length + FillInMiddle.EXTRA_TOKENS + 1, ids.length * 2)];
    }
    int count = encode(text, stratum, key);
    ids[count++] = endOfDocument;
    return new Encoded(TokenRows.pack(ids, count, width), null, null);
  }

  /** The tokens of a document that is tokens, with their end. */
  Encoded of(int[] tokens) {
    int[] ended = Arrays.copyOf(tokens, tokens.length + 1);
    ended[tokens.length] = endOfDocument;
    return new Encoded(TokenRows.pack(ended, ended.length, width), null, null);
  }

  private int encode(byte[] text, String stratum, long key) {
    FillInMiddle rule = treatments.rearranger(stratum).orElse(null);
    FillInMiddle.Layout layout = rule == null ? null : rule.layout(key).orElse(null);
    return layout == null
        ? tokenizer.encode(text, 0, text.length, treatments.specialTokens(), ids, 0)
        : rule.encode(
            tokenizer, treatments.specialTokens(), layout, key, text, 0, text.length, ids, 0);
  }

  private Encoded both() {
    byte[] tokens = new byte[(first.length() + second.length()) * width];
    byte[] mask = new byte[first.length() + second.length()];
    int split = first.length();
    System.arraycopy(TokenRows.pack(first.ids(), split, width), 0, tokens, 0, split * width);
    System.arraycopy(
        TokenRows.pack(second.ids(), second.length(), width),
        0,
        tokens,
        split * width,
        second.length() * width);
    System.arraycopy(first.mask(), 0, mask, 0, split);
    System.arraycopy(second.mask(), 0, mask, split, second.length());
    return new Encoded(tokens, mask, split);
  }

  private ChatTemplate template(String kind) {
    return template.orElseThrow(
        () ->
            new ConfigException(
                "Cannot encode a "
                    + kind
                    + ": the recipe does not say how; expected tokenizer.chat with a template"));
  }
}
