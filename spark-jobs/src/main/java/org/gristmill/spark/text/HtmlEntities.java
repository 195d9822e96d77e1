package org.gristmill.spark.text;

import java.util.Map;

/** The character references that occur in Javadoc. */
final class HtmlEntities {
  private static final Map<String, String> NAMED =
      Map.ofEntries(
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("amp", "&"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", " "),
          Map.entry("ensp", " "),
          Map.entry("emsp", " "),
          Map.entry("mdash", "—"),
          Map.entry("ndash", "–"),
          Map.entry("hellip", "…"),
          Map.entry("ldquo", "“"),
          Map.entry("rdquo", "”"),
          Map.entry("lsquo", "‘"),
          Map.entry("rsquo", "’"),
          Map.entry("le", "≤"),
          Map.entry("ge", "≥"),
          Map.entry("ne", "≠"),
          Map.entry("times", "×"),
          Map.entry("rarr", "→"),
          Map.entry("larr", "←"),
          Map.entry("plusmn", "±"),
          Map.entry("infin", "∞"),
          Map.entry("copy", "©"),
          Map.entry("sum", "∑"),
          Map.entry("middot", "·"),
          Map.entry("pi", "π"),
          Map.entry("uuml", "ü"),
          Map.entry("ouml", "ö"),
          Map.entry("auml", "ä"),
          Map.entry("eacute", "é"));

  private HtmlEntities() {}

  /** The text of a reference given without {@code &} and {@code ;}, or empty when it is none. */
  static String decode(String name) {
    if (!name.startsWith("#")) {
      return NAMED.getOrDefault(name, "");
    }
    try {
      boolean hexadecimal = name.startsWith("#x") || name.startsWith("#X");
      int codePoint =
          hexadecimal
              ? Integer.parseInt(name.substring(2), 16)
              : Integer.parseInt(name.substring(1));
      boolean text = codePoint == ' ' || (Character.isValidCodePoint(codePoint) && codePoint > ' ');
      boolean surrogate = codePoint >= 0xD800 && codePoint <= 0xDFFF;
      return text && !surrogate ? Character.toString(codePoint) : "";
    } catch (NumberFormatException notANumber) {
      return "";
    }
  }
}
