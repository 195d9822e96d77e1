package org.gristmill.tokenization;

import java.util.Random;
import java.util.function.Consumer;

/** Texts on which two tokenizers are compared. */
final class ParityText {
  private static final String[] ATOMS = {
    " ",
    "  ",
    "   ",
    "\n",
    "\r\n",
    "\n\n",
    "\t",
    "'s",
    "'S",
    "'ll",
    "'LL",
    "'re",
    "'Ve",
    "'",
    "’s",
    "1",
    "23",
    "2024",
    "①",
    "½",
    "٣",
    "hello",
    "World",
    "don't",
    "中文",
    "返回集合中元素的数量",
    "的",
    "，",
    "。",
    "！",
    "\u3000",
    "\u00a0",
    "\u2028",
    "\u0085",
    "é",
    "e\u0301",
    "e\u0323\u0302",
    "\u0301",
    "\u1112\u1161\u11ab",
    "\u0915\u093c",
    "\u0958",
    "\u212b",
    "が",
    "か\u3099",
    "カ・キ゛",
    "ー",
    "〇",
    "\u3040",
    "(abc",
    ".Net",
    "\u200b",
    "ñ",
    "ſ",
    "'ſ",
    "😀",
    "👨‍👩‍👧",
    "\u200d",
    "한국어",
    "日本語テキスト",
    "مرحبا",
    "שלום",
    "हिन्दी",
    "ไทย",
    "_",
    "__init__",
    "->",
    "/*",
    "*/",
    "http://a.b/c?d=e&f",
    "\u0000",
    "\u0001",
    "\u007f",
    "\ufeff",
    "\ufffd",
    "a".repeat(30),
    "=".repeat(70),
    " ".repeat(40),
    "　　",
    "𠀀",
    "𝒳",
    "ﬁ",
    "Ⅷ",
    "<|endoftext|>",
    "<|endof",
    "\u1c89",
    "\ua7da",
    "\u10d40",
    "\u0897",
    "XMLHttp's",
    "iPhone'LL",
    "ABC",
    "ǅʰ",
    "ªAb",
    "/\n/\r",
    " \n "
  };

  private ParityText() {}

  /**
   * Every code point in several contexts; planes of unassigned and private ones are thinned out.
   *
   * @param step from U+3000 on one in so many is taken, and of the large blocks of equal
   *     characters, Han, Hangul, tags and private use, one in its square; 1 takes all
   */
  static void codePoints(int step, Consumer<String> check) {
    StringBuilder text = new StringBuilder();
    int inText = 0;
    for (int cp = 1; cp < 0x110000; cp++) {
      boolean left = cp >= 0xD800 && cp < 0xE000;
      left |= cp >= 0x20000 && cp < 0xE0000 && cp % 97 != 0;
      left |= cp >= 0xF0000 && cp % 997 != 0;
      left |= cp >= 0x3000 && cp % (isInLargeBlock(cp) ? step * step : step) != 0;
      if (left) {
        continue;
      }
      String c = Character.toString(cp);
      text.append('a').append(c).append("b ").append(c).append(c).append(" 1").append(c);
      text.append('!').append(c).append('\n').append(c).append("'").append(c).append("  ");
      text.append(c).append("中").append(c).append("e").append(c).append("\u0323");
      text.append(c).append("\u0301").append(c).append("\u3099カ").append(c).append("\u0001");
      if (++inText == 64) {
        check.accept(text.toString());
        text.setLength(0);
        inText = 0;
      }
    }
    check.accept(text.toString());
  }

  private static boolean isInLargeBlock(int cp) {
    return (cp >= 0x3400 && cp < 0x4db0)
        || (cp >= 0x4e10 && cp < 0x9fa0)
        || (cp >= 0xac00 && cp < 0xd7a0)
        || (cp >= 0xe000 && cp < 0xf8f0)
        || (cp >= 0x12000 && cp < 0x16a00)
        || (cp >= 0x17000 && cp < 0x1b000)
        || (cp >= 0xe0200 && cp < 0xefff0);
  }

  /** Strings of words, marks, white space and single characters of many scripts. */
  static void fuzz(int strings, long seed, Consumer<String> check) {
    Random random = new Random(seed);
    for (int i = 0; i < strings; i++) {
      StringBuilder text = new StringBuilder();
      int atoms = 1 + random.nextInt(30);
      for (int k = 0; k < atoms; k++) {
        switch (random.nextInt(11)) {
          case 7 -> text.append((char) (32 + random.nextInt(95)));
          case 8 -> text.append((char) (0x4e00 + random.nextInt(0x51a6)));
          case 9 -> text.appendCodePoint(1 + random.nextInt(0x2ffe));
          case 10 -> text.appendCodePoint(0x300 + random.nextInt(0x70));
          default -> text.append(ATOMS[random.nextInt(ATOMS.length)]);
        }
      }
      check.accept(text.toString());
    }
  }
}
