package org.gristmill.cli;

import java.util.Locale;
import java.util.Random;

/** Seeded texts, English, Chinese and strings of any characters, as rows of JSON Lines. */
final class ForeignText {
  private static final String[] WORDS = {
    "the",
    "wheel",
    "of",
    "a",
    "mill",
    "turns",
    "water",
    "into",
    "flour,",
    "don't",
    "We're",
    "IT'S",
    "2024",
    "3.14",
    "(naïve)",
    "café",
    "HashMap",
    "x+=1;",
    "\t",
    "\n\n",
    "  ",
    "well-known",
    "…"
  };
  private static final String[] PHRASES = {
    "水推动磨盘",
    "把谷物",
    "磨成面粉",
    "，",
    "。",
    "一百二十年",
    "返回集合中元素的数量",
    "如果为空",
    "则抛出异常",
    "！",
    "“引文”",
    "２０２４",
    "繁體字",
    "读者",
    "、",
    "编码",
    "\u3000"
  };
  private static final int[][] RANGES = {
    {0x20, 0x7f},
    {0x80, 0x250},
    {0x300, 0x370},
    {0x400, 0x530},
    {0x600, 0x700},
    {0x900, 0x980},
    {0x2000, 0x2070},
    {0x3040, 0x3100},
    {0x4e00, 0x9fff},
    {0xac00, 0xd7a3},
    {0xff00, 0xffef},
    {0x1f300, 0x1f650},
    {0x20000, 0x20100}
  };

  private ForeignText() {}

  /** As many rows {@code {"text": …}}, a third of each kind. */
  static String rows(int count, long seed) {
    Random random = new Random(seed);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < count; i++) {
      rows.append("{\"text\": \"");
      escape(text(i % 3, random), rows);
      rows.append("\"}\n");
    }
    return rows.toString();
  }

  private static String text(int kind, Random random) {
    StringBuilder text = new StringBuilder();
    int parts = random.nextInt(30);
    for (int i = 0; i < parts; i++) {
      switch (kind) {
        case 0 -> text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        case 1 -> text.append(PHRASES[random.nextInt(PHRASES.length)]);
        default -> {
          int[] range = RANGES[random.nextInt(RANGES.length)];
          text.appendCodePoint(range[0] + random.nextInt(range[1] - range[0]));
          if (random.nextInt(20) == 0) {
            text.append(random.nextBoolean() ? "<|end|>" : " \r\n\t ");
          }
        }
      }
    }
    return text.toString();
  }

  /** As JSON has it, everything beyond printable ASCII by its number. */
  private static void escape(String text, StringBuilder target) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
        target.append(c);
      } else {
        target.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
  }
}
