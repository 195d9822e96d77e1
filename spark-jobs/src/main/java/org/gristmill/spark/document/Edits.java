package org.gristmill.spark.document;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.hash.Xxh64;

/** Applies edits to a text, and gives a list of edits an identity. */
public final class Edits {
  private Edits() {}

  /**
   * The text with every span replaced.
   *
   * @return the same array if there are no edits
   * @throws CorruptDataException if the edits overlap, are out of order or leave the text
   */
  public static byte[] apply(byte[] text, List<Edit> edits) {
    if (edits.isEmpty()) {
      return text;
    }
    ByteArrayOutputStream edited = new ByteArrayOutputStream(text.length);
    int at = 0;
    for (Edit edit : edits) {
      if (edit.start() < at || edit.end() > text.length) {
        throw new CorruptDataException(
            "Cannot apply edit "
                + edit
                + " to a text of "
                + text.length
                + " bytes: expected ascending spans inside the text");
      }
      edited.write(text, at, edit.start() - at);
      edited.writeBytes(edit.replacement().getBytes(StandardCharsets.UTF_8));
      at = edit.end();
    }
    edited.write(text, at, text.length - at);
    return edited.toByteArray();
  }

  /** Identity of a list of edits; 0 for none. Tokens made under equal edits may be moved. */
  public static long identity(List<Edit> edits) {
    if (edits.isEmpty()) {
      return 0;
    }
    Xxh64 hash = new Xxh64(0);
    for (Edit edit : edits) {
      byte[] replacement = edit.replacement().getBytes(StandardCharsets.UTF_8);
      ByteBuffer bytes =
          ByteBuffer.allocate(12 + replacement.length)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(edit.start())
              .putInt(edit.end())
              .putInt(replacement.length)
              .put(replacement);
      hash.update(bytes.flip());
    }
    return hash.digest();
  }
}
