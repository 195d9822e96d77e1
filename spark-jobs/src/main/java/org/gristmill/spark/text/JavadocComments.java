package org.gristmill.spark.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the Javadoc comments of a Java source file, in order; strings and other comments are
 * skipped.
 */
final class JavadocComments {
  private final String source;
  private int at;

  private JavadocComments(String source) {
    this.source = source;
  }

  /** The insides of every {@code /** ... *}{@code /} comment, without its delimiters. */
  static List<String> of(String source) {
    return new JavadocComments(source).find();
  }

  private List<String> find() {
    List<String> comments = new ArrayList<>();
    int end = source.length();
    while (at < end) {
      char c = source.charAt(at);
      if (c == '/' && at + 1 < end) {
        comment(comments);
      } else if (c == '"') {
        string();
      } else if (c == '\'') {
        quoted('\'');
      } else {
        at++;
      }
    }
    return comments;
  }

  private void comment(List<String> comments) {
    char next = source.charAt(at + 1);
    if (next == '/') {
      int newline = source.indexOf('\n', at);
      at = newline < 0 ? source.length() : newline + 1;
    } else if (next == '*') {
      int close = source.indexOf("*/", at + 2);
      int end = close < 0 ? source.length() : close;
      boolean javadoc = source.startsWith("/**", at) && end > at + 3;
      if (javadoc && close >= 0) {
        comments.add(source.substring(at + 3, end));
      }
      at = close < 0 ? end : end + 2;
    } else {
      at++;
    }
  }

  private void string() {
    if (!source.startsWith("\"\"\"", at)) {
      quoted('"');
      return;
    }
    at += 3;
    while (at < source.length() && !source.startsWith("\"\"\"", at)) {
      at += source.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(source.length(), at + 3);
  }

  /** A literal ends at its quote; an unclosed one ends with its line. */
  private void quoted(char quote) {
    at++;
    while (at < source.length()) {
      char c = source.charAt(at);
      if (c == '\\') {
        at += 2;
      } else {
        at++;
        if (c == quote || c == '\n') {
          break;
        }
      }
    }
    at = Math.min(at, source.length());
  }
}
