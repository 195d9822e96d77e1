package org.gristmill.trainer.generate;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text from bytes that a model drew token by token, so that they need not be whole characters. */
final class Characters {

  private Characters() {}

  /** The characters the bytes form; bytes that form none are left out. */
  static String whole(byte[] utf8) {
    try {
      CharBuffer text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.IGNORE)
              .onUnmappableCharacter(CodingErrorAction.IGNORE)
              .decode(ByteBuffer.wrap(utf8));
      return text.toString();
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("A decoder that ignores errors does not throw them", e);
    }
  }
}
