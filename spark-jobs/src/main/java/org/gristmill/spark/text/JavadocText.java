package org.gristmill.spark.text;

import java.util.Locale;
import java.util.Set;

/**
 * Turns the inside of one Javadoc comment into lines of text. Stars, HTML and tags go, the words
 * stay: a parameter's tag and name go, its description stays; author, since, version and other
 * bookkeeping disappear with their text, code blocks disappear, inline code is kept between {@link
 * #CODE_START} and {@link #CODE_END} so that the caller can decide. Paragraphs are separated by an
 * empty line.
 */
final class JavadocText {
  /** Precedes inline code; a private-use character that is removed from the source text. */
  static final char CODE_START = '\uE000';

  /** Follows inline code. */
  static final char CODE_END = '\uE001';

  private static final Set<String> DROPPED_BLOCKS =
      Set.of(
          "author",
          "since",
          "version",
          "see",
          "date",
          "serial",
          "category",
          "hidden",
          "email",
          "create",
          "link",
          "url",
          "copyright",
          "license",
          "time",
          "company",
          "project");
  private static final Set<String> NAMED_BLOCKS = Set.of("param", "throws", "exception");
  private static final Set<String> LINE_TAGS = Set.of("br", "tr", "dt", "dd");
  private static final Set<String> PARAGRAPH_TAGS =
      Set.of(
          "p",
          "ul",
          "ol",
          "li",
          "dl",
          "table",
          "div",
          "blockquote",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "hr",
          "section");
  private static final Set<String> CODE_TAGS = Set.of("code", "tt", "samp", "kbd", "var");

  private final String html;
  private final StringBuilder text = new StringBuilder();
  private int at;

  private JavadocText(String html) {
    this.html = html;
  }

  /** The text of one comment: lines separated by newlines, paragraphs by empty lines. */
  static String of(String comment) {
    return new JavadocText(withoutBlocks(comment)).render();
  }

  /** Takes the stars off and resolves block tags line by line. */
  private static String withoutBlocks(String comment) {
    StringBuilder kept = new StringBuilder(comment.length());
    boolean dropping = false;
    for (String raw : comment.split("\n", -1)) {
      String line = raw.strip();
      int star = 0;
      while (star < line.length() && line.charAt(star) == '*') {
        star++;
      }
      line = line.substring(star).strip().replace(CODE_START, ' ').replace(CODE_END, ' ');
      if (line.startsWith("@") && line.length() > 1 && Character.isLetter(line.charAt(1))) {
        int end = 1;
        while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
          end++;
        }
        String tag = line.substring(1, end).toLowerCase(Locale.ROOT);
        dropping = DROPPED_BLOCKS.contains(tag) || tag.indexOf('.') >= 0;
        line = line.substring(end).strip();
        if (NAMED_BLOCKS.contains(tag)) {
          line = withoutFirstWord(line);
        }
        kept.append('\n');
      }
      if (!dropping) {
        kept.append(line).append('\n');
      }
    }
    return kept.toString();
  }

  private static String withoutFirstWord(String line) {
    int end = 0;
    while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
      end++;
    }
    return line.substring(end).strip();
  }

  private String render() {
    while (at < html.length()) {
      char c = html.charAt(at);
      if (c == '<') {
        tag();
      } else if (c == '&') {
        entity();
      } else if (c == '{' && html.startsWith("{@", at)) {
        inline();
      } else {
        text.append(c);
        at++;
      }
    }
    return text.toString();
  }

  private void tag() {
    int nameStart = at + 1;
    boolean closing = nameStart < html.length() && html.charAt(nameStart) == '/';
    if (closing) {
      nameStart++;
    }
    int nameEnd = nameStart;
    while (nameEnd < html.length() && isTagName(html.charAt(nameEnd))) {
      nameEnd++;
    }
    if (html.startsWith("<!--", at)) {
      int close = html.indexOf("-->", at);
      at = close < 0 ? html.length() : close + 3;
      return;
    }
    int close = html.indexOf('>', nameEnd);
    if (nameEnd == nameStart || close < 0 || close - at > 400) {
      text.append('<');
      at++;
      return;
    }
    String name = html.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
    at = close + 1;
    if (name.equals("pre") || name.equals("script") || name.equals("style")) {
      skipTo("</" + name, closing);
      text.append("\n\n");
    } else if (CODE_TAGS.contains(name)) {
      text.append(closing ? CODE_END : CODE_START);
    } else if (PARAGRAPH_TAGS.contains(name)) {
      text.append("\n\n");
    } else if (LINE_TAGS.contains(name)) {
      text.append('\n');
    } else if (name.equals("td") || name.equals("th")) {
      text.append(' ');
    }
  }

  private static boolean isTagName(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '1' && c <= '6');
  }

  private void skipTo(String closingTag, boolean alreadyClosed) {
    if (alreadyClosed) {
      return;
    }
    int close = html.toLowerCase(Locale.ROOT).indexOf(closingTag, at);
    int end = close < 0 ? -1 : html.indexOf('>', close);
    at = end < 0 ? html.length() : end + 1;
  }

  private void entity() {
    int semicolon = html.indexOf(';', at);
    if (semicolon < 0 || semicolon - at > 10) {
      text.append('&');
      at++;
      return;
    }
    String replaced = HtmlEntities.decode(html.substring(at + 1, semicolon));
    if (replaced.isEmpty()) {
      text.append('&');
      at++;
    } else {
      text.append(replaced);
      at = semicolon + 1;
    }
  }

  /** {@code {@name content}}, braces nested; content of code and literal is not HTML. */
  private void inline() {
    int depth = 0;
    int end = at;
    while (end < html.length()) {
      char c = html.charAt(end);
      if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        break;
      }
      end++;
    }
    if (end == html.length()) {
      at += 2;
      return;
    }
    String body = html.substring(at + 2, end).strip();
    at = end + 1;
    int nameEnd = 0;
    while (nameEnd < body.length() && Character.isLetter(body.charAt(nameEnd))) {
      nameEnd++;
    }
    String content = body.substring(nameEnd).strip();
    switch (body.substring(0, nameEnd)) {
      case "code" -> {
        if (content.indexOf('\n') < 0) {
          text.append(CODE_START).append(content).append(CODE_END);
        }
      }
      case "literal" -> text.append(content);
      case "link", "linkplain" -> link(content);
      case "summary", "index" -> text.append(content);
      default -> {}
    }
  }

  /** A link's label where it has one, otherwise the last part of the name it points to. */
  private void link(String content) {
    int close = content.indexOf(')');
    int space = -1;
    for (int i = Math.max(close, 0); i < content.length() && space < 0; i++) {
      if (Character.isWhitespace(content.charAt(i))) {
        space = i;
      }
    }
    if (space >= 0 && !content.substring(space).isBlank()) {
      text.append(content.substring(space).strip());
      return;
    }
    String name = content;
    int parenthesis = name.indexOf('(');
    if (parenthesis >= 0) {
      name = name.substring(0, parenthesis);
    }
    name = name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('#')) + 1);
    text.append(CODE_START).append(name).append(CODE_END);
  }
}
