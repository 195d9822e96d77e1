package org.gristmill.tokenization;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Seeded documents in English, Chinese and code, with the punctuation and spacing of real ones. */
public final class SampleText {
  private static final String[] ENGLISH = {
    "returns", "the", "number", "of", "elements", "in", "this", "collection", "if", "it",
        "contains", "more",
    "than", "stream", "buffer", "which", "must", "not", "be", "modified", "while", "reading",
        "water", "turns",
    "a", "wheel", "and", "grain", "becomes", "flour", "don't", "we're", "it's", "I'll", "they've",
        "Parameters",
    "HashMap", "threadSafe", "O(n)", "3.14", "2024", "10", "e.g.", "well-known", "naïve", "café"
  };
  private static final String[] CHINESE = {
    "返回", "集合", "中", "元素", "的", "数量", "如果", "该", "包含", "多于", "个", "则", "抛出", "异常", "水", "推动", "磨盘",
    "把", "谷物", "变成", "面粉", "字符串", "是否", "为空", "线程", "安全", "参数", "指定", "长度", "编码", "方法", "用于", "获取",
    "当前", "时间", "２０２４", "年", "一百二十"
  };
  private static final String[] CHINESE_MARKS = {
    "，", "。", "、", "：", "；", "！", "？", "（", "）", "“", "”"
  };
  private static final String[] CODE = {
    "public static void main(String[] args) {\n", "    return a + b;\n", "}\n\n",
        "\tif (x != null) {\r\n",
    "for (int i = 0; i < n; i++)\n", "// 注释 comment\n", "map.put(\"key\", 42);\n", "/* ---- */\n"
  };

  private SampleText() {}

  public static List<String> documents(int count, long seed) {
    Random random = new Random(seed);
    List<String> documents = new ArrayList<>();
    for (int d = 0; d < count; d++) {
      documents.add(document(random));
    }
    return documents;
  }

  private static String document(Random random) {
    StringBuilder text = new StringBuilder();
    int kind = random.nextInt(4);
    int length = 5 + random.nextInt(120);
    for (int i = 0; i < length; i++) {
      int now = kind == 3 ? random.nextInt(3) : kind;
      switch (now) {
        case 0 -> {
          text.append(pick(ENGLISH, random));
          text.append(random.nextInt(8) == 0 ? ".\n" : random.nextInt(9) == 0 ? ", " : " ");
        }
        case 1 -> {
          text.append(pick(CHINESE, random));
          if (random.nextInt(5) == 0) {
            text.append(pick(CHINESE_MARKS, random));
          }
          if (random.nextInt(20) == 0) {
            text.append('\n');
          }
        }
        default -> text.append(pick(CODE, random));
      }
    }
    return text.toString();
  }

  private static String pick(String[] from, Random random) {
    return from[random.nextInt(from.length)];
  }
}
