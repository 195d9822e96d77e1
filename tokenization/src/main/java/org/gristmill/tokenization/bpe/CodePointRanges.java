package org.gristmill.tokenization.bpe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads resources of lines "label first-last first …" in hexadecimal; "#" starts a comment. */
final class CodePointRanges {
  private CodePointRanges() {}

  /** Receives every code point of a range. */
  interface Member {
    void accept(char label, int codePoint);
  }

  static void read(String resource, Member member) {
    try (InputStream in = CodePointRanges.class.getResourceAsStream(resource);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          for (String range : line.substring(2).split(" ", -1)) {
            read(line.charAt(0), range, member);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void read(char label, String range, Member member) {
    int dash = range.indexOf('-');
    int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash), 16);
    int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1), 16);
    for (int codePoint = first; codePoint <= last; codePoint++) {
      member.accept(label, codePoint);
    }
  }
}
