package org.gristmill.spark.document;

import java.nio.charset.StandardCharsets;
import org.gristmill.tokenization.chat.Conversation;
import org.gristmill.tokenization.chat.PreferencePair;

/** What a document says, apart from how its text spells it. */
public final class Said {
  private Said() {}

  /** Whether documents of a kind are conversations or pairs of answers. */
  public static boolean isChat(String kind) {
    return kind.equals(Conversation.KIND) || kind.equals(PreferencePair.KIND);
  }

  /**
   * The words of a document: its text, or the contents of its messages.
   *
   * @param kind its kind
   * @param text its text as documents have it
   * @return UTF-8
   * @throws org.gristmill.common.CorruptDataException if the text is not what the kind says
   */
  public static byte[] of(String kind, byte[] text) {
    return switch (kind) {
      case Conversation.KIND -> Conversation.parse(text).text().getBytes(StandardCharsets.UTF_8);
      case PreferencePair.KIND ->
          PreferencePair.parse(text).text().getBytes(StandardCharsets.UTF_8);
      default -> text;
    };
  }
}
