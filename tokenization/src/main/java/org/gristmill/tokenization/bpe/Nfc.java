package org.gristmill.tokenization.bpe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Normalization form C (Unicode Standard Annex 15) on UTF-8. The tables are those of Unicode 9,
 * which Hugging Face's tokenizers normalise by: a mark that came later stays where it stands, as it
 * does there.
 *
 * <p>Text is copied up to the first character that may combine with what stands before it, or that
 * has to be decomposed; only from the character before it to the next that does neither, it is
 * taken apart, ordered and composed. Stateless; safe for all threads.
 */
final class Nfc {
  static final String RESOURCE = "unicode-9-nfc.txt";

  private static final int CODE_POINTS = 0x30000;
  private static final int HANGUL = 0xAC00;
  private static final int HANGUL_SYLLABLES = 11172;
  private static final int LEAD = 0x1100;
  private static final int VOWEL = 0x1161;
  private static final int TAIL = 0x11A7;

  private static final byte[] COMBINING_CLASS = new byte[CODE_POINTS];

  /** Not the start of a stretch of its own: a mark, a second half, or never found in form C. */
  private static final boolean[] SUSPECT = new boolean[CODE_POINTS];

  /** First and second half; the second is 0 for single characters. */
  private static final Map<Integer, int[]> DECOMPOSITIONS = new HashMap<>();

  private static final Map<Long, Integer> COMPOSITIONS = new HashMap<>();

  static {
    load();
  }

  private Nfc() {}

  /** The text in form C: {@code null} if it is so already, which costs no memory to find out. */
  static byte[] normalizedOrNull(byte[] utf8, int from, int to) {
    int suspect = suspect(utf8, from, to);
    return suspect == to ? null : normalized(utf8, from, to, suspect);
  }

  /** A text in form C. */
  static String normalized(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] changed = normalizedOrNull(utf8, 0, utf8.length);
    return changed == null ? text : new String(changed, StandardCharsets.UTF_8);
  }

  /** Index of the first suspect character; {@code to} if there is none. */
  private static int suspect(byte[] utf8, int from, int to) {
    int i = from;
    while (i < to) {
      int lead = utf8[i];
      if (lead >= 0) {
        i = Utf8.asciiEnd(utf8, i, to);
      } else if (lead < (byte) 0xCC) {
        i += 2;
      } else if (lead >= (byte) 0xE4 && lead <= (byte) 0xE9) {
        i += 3;
      } else if (SUSPECT[bounded(codePoint(utf8, i))]) {
        return i;
      } else {
        i += length(lead);
      }
    }
    return to;
  }

  private static byte[] normalized(byte[] utf8, int from, int to, int firstSuspect) {
    Stretch stretch = new Stretch(to - from);
    int copied = from;
    int suspect = firstSuspect;
    while (suspect < to) {
      int start = suspect > copied ? before(utf8, suspect) : suspect;
      stretch.copy(utf8, copied, start);
      int end = suspect;
      while (end < to && SUSPECT[bounded(codePoint(utf8, end))]) {
        end += length(utf8[end]);
      }
      for (int i = start; i < end; i += length(utf8[i])) {
        stretch.decompose(codePoint(utf8, i));
      }
      stretch.compose();
      copied = end;
      suspect = suspect(utf8, end, to);
    }
    stretch.copy(utf8, copied, to);
    return stretch.bytes();
  }

  private static int before(byte[] utf8, int i) {
    int start = i - 1;
    while ((utf8[start] & 0xC0) == 0x80) {
      start--;
    }
    return start;
  }

  private static int bounded(int codePoint) {
    return Math.min(codePoint, CODE_POINTS - 1);
  }

  private static int length(int lead) {
    return lead >= 0 ? 1 : lead < (byte) 0xE0 ? 2 : lead < (byte) 0xF0 ? 3 : 4;
  }

  private static int codePoint(byte[] utf8, int i) {
    int lead = utf8[i];
    if (lead >= 0) {
      return lead;
    }
    if (lead < (byte) 0xE0) {
      return (lead & 0x1F) << 6 | (utf8[i + 1] & 0x3F);
    }
    if (lead < (byte) 0xF0) {
      return (lead & 0x0F) << 12 | (utf8[i + 1] & 0x3F) << 6 | (utf8[i + 2] & 0x3F);
    }
    return (lead & 0x07) << 18
        | (utf8[i + 1] & 0x3F) << 12
        | (utf8[i + 2] & 0x3F) << 6
        | (utf8[i + 3] & 0x3F);
  }

  private static int combiningClass(int codePoint) {
    return codePoint < CODE_POINTS ? COMBINING_CLASS[codePoint] & 0xFF : 0;
  }

  /** The characters being put in form, and the text before them. */
  private static final class Stretch {
    private byte[] written;
    private int size;
    private int[] characters = new int[32];
    private int count;

    Stretch(int bytes) {
      written = new byte[bytes + 16];
    }

    void copy(byte[] utf8, int from, int to) {
      reserve(to - from);
      System.arraycopy(utf8, from, written, size, to - from);
      size += to - from;
    }

    byte[] bytes() {
      return Arrays.copyOf(written, size);
    }

    private void reserve(int bytes) {
      if (size + bytes > written.length) {
        written = Arrays.copyOf(written, Math.max(size + bytes, written.length * 2));
      }
    }

    void decompose(int codePoint) {
      int syllable = codePoint - HANGUL;
      if (syllable >= 0 && syllable < HANGUL_SYLLABLES) {
        add(LEAD + syllable / 588);
        add(VOWEL + syllable % 588 / 28);
        if (syllable % 28 > 0) {
          add(TAIL + syllable % 28);
        }
        return;
      }
      int[] halves = DECOMPOSITIONS.get(codePoint);
      if (halves == null) {
        add(codePoint);
        return;
      }
      decompose(halves[0]);
      if (halves[1] != 0) {
        decompose(halves[1]);
      }
    }

    /** Keeps marks in the order of their classes, equal ones in the order they came. */
    private void add(int codePoint) {
      if (count == characters.length) {
        characters = Arrays.copyOf(characters, count * 2);
      }
      int at = count;
      int own = combiningClass(codePoint);
      if (own > 0) {
        while (at > 0 && combiningClass(characters[at - 1]) > own) {
          characters[at] = characters[at - 1];
          at--;
        }
      }
      characters[at] = codePoint;
      count++;
    }

    void compose() {
      int starter = -1;
      int kept = 0;
      int last = -1;
      for (int i = 0; i < count; i++) {
        int own = combiningClass(characters[i]);
        // a mark is blocked by one of its own or a higher class, a starter by anything between
        if (starter >= 0 && last < own) {
          int both = pair(characters[starter], characters[i]);
          if (both >= 0) {
            characters[starter] = both;
            continue;
          }
        }
        if (own == 0) {
          starter = kept;
          last = -1;
        } else {
          last = own;
        }
        characters[kept++] = characters[i];
      }
      for (int i = 0; i < kept; i++) {
        write(characters[i]);
      }
      count = 0;
    }

    private static int pair(int first, int second) {
      int lead = first - LEAD;
      int vowel = second - VOWEL;
      if (lead >= 0 && lead < 19 && vowel >= 0 && vowel < 21) {
        return HANGUL + (lead * 21 + vowel) * 28;
      }
      int syllable = first - HANGUL;
      int tail = second - TAIL;
      if (syllable >= 0
          && syllable < HANGUL_SYLLABLES
          && syllable % 28 == 0
          && tail > 0
          && tail < 28) {
        return first + tail;
      }
      return COMPOSITIONS.getOrDefault((long) first << 32 | second, -1);
    }

    private void write(int c) {
      reserve(4);
      if (c < 0x80) {
        written[size++] = (byte) c;
      } else if (c < 0x800) {
        written[size++] = (byte) (0xC0 | c >> 6);
        written[size++] = (byte) (0x80 | (c & 0x3F));
      } else if (c < 0x10000) {
        written[size++] = (byte) (0xE0 | c >> 12);
        written[size++] = (byte) (0x80 | (c >> 6 & 0x3F));
        written[size++] = (byte) (0x80 | (c & 0x3F));
      } else {
        written[size++] = (byte) (0xF0 | c >> 18);
        written[size++] = (byte) (0x80 | (c >> 12 & 0x3F));
        written[size++] = (byte) (0x80 | (c >> 6 & 0x3F));
        written[size++] = (byte) (0x80 | (c & 0x3F));
      }
    }
  }

  private static void load() {
    try (InputStream in = Nfc.class.getResourceAsStream(RESOURCE);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          read(line.split(" ", -1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Arrays.fill(SUSPECT, VOWEL, VOWEL + 21, true);
    Arrays.fill(SUSPECT, TAIL + 1, TAIL + 28, true);
  }

  /**
   * {@code M class ranges…}; {@code = composite first second}; {@code > character first second}.
   */
  private static void read(String[] words) {
    if (words[0].equals("M")) {
      for (int i = 2; i < words.length; i++) {
        String[] range = words[i].split("-", -1);
        int first = Integer.parseInt(range[0], 16);
        int last = Integer.parseInt(range[range.length - 1], 16);
        Arrays.fill(COMBINING_CLASS, first, last + 1, (byte) Integer.parseInt(words[1]));
        Arrays.fill(SUSPECT, first, last + 1, true);
      }
      return;
    }
    int character = Integer.parseInt(words[1], 16);
    int first = Integer.parseInt(words[2], 16);
    int second = Integer.parseInt(words[3], 16);
    DECOMPOSITIONS.put(character, new int[] {first, second});
    if (words[0].equals("=")) {
      COMPOSITIONS.put((long) first << 32 | second, character);
      SUSPECT[second] = true;
    } else {
      SUSPECT[character] = true;
    }
  }
}
