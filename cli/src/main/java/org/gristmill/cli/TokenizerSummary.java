package org.gristmill.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.Tokenizers;

/** Summary of a tokenizer definition. */
final class TokenizerSummary {

  private static final List<String> EXAMPLES =
      List.of(
          "The quick brown fox returns 42.",
          "返回两个列表的交集。",
          "public static void main(String[] args) {");

  private TokenizerSummary() {}

  static Summary of(String name, byte[] bytes) {
    Tokenizer tokenizer = Tokenizers.parse(bytes);
    Summary summary = new Summary("tokenizer", "Tokenizer " + name);
    summary.count("vocabulary", "vocabularySize", tokenizer.vocabularySize());
    summary.fact("fingerprint", "fingerprint", tokenizer.fingerprint());
    TextTable table = new TextTable("rl");
    table.row("  tokens", "text");
    for (String example : EXAMPLES) {
      table.row(
          "  " + pieces(tokenizer, example).size(), String.join("|", pieces(tokenizer, example)));
    }
    return summary.block("").block(table);
  }

  private static List<String> pieces(Tokenizer tokenizer, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[utf8.length];
    int count = tokenizer.encode(utf8, 0, utf8.length, SpecialTokens.AS_TEXT, ids, 0);
    List<String> pieces = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pieces.add(new String(tokenizer.decode(ids, i, 1), StandardCharsets.UTF_8));
    }
    return pieces;
  }
}
