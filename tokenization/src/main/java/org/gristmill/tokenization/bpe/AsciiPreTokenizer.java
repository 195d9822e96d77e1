package org.gristmill.tokenization.bpe;

/** A splitting rule that also tells many pieces of ASCII at once. */
interface AsciiPreTokenizer extends PreTokenizer {
  /**
   * Where pieces start in a window that begins with one, as far as its bytes tell without doubt.
   *
   * @return places from 1, in ascending order all there are up to the last of them; 0 if nothing is
   *     certain, and then {@link #pieceEnd} tells
   */
  long asciiStarts(AsciiWindow window);
}
