package org.gristmill.common.work;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.gristmill.common.ConfigException;

/**
 * A path pattern split into a plain folder and the rest: {@code *} and {@code ?} stay inside a
 * name, {@code **} crosses folders, {@code {a,b}} is a choice, {@code [a-z]} and {@code [!a-z]} are
 * sets.
 */
record Glob(String root, String rest, Pattern pattern) {
  static Glob parse(String text) {
    int wildcard = 0;
    while (wildcard < text.length() && "*?{[".indexOf(text.charAt(wildcard)) < 0) {
      wildcard++;
    }
    int slash = text.lastIndexOf('/', wildcard);
    String root = slash < 0 ? "." : slash == 0 ? "/" : text.substring(0, slash);
    String rest = text.substring(slash + 1);
    try {
      return new Glob(root, rest, Pattern.compile(regex(rest)));
    } catch (PatternSyntaxException e) {
      throw new ConfigException(
          "Cannot use path '" + text + "': " + e.getDescription() + "; expected a glob", e);
    }
  }

  boolean isPlain() {
    return rest.chars().noneMatch(c -> "*?{[".indexOf(c) >= 0);
  }

  boolean matches(String path) {
    return pattern.matcher(path).matches();
  }

  private static String regex(String glob) {
    StringBuilder out = new StringBuilder();
    boolean choice = false;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      if (glob.startsWith("**/", i)) {
        out.append("(?:.*/)?");
        i += 2;
      } else if (glob.startsWith("**", i)) {
        out.append(".*");
        i++;
      } else if (c == '*') {
        out.append("[^/]*");
      } else if (c == '?') {
        out.append("[^/]");
      } else if (c == '[') {
        out.append(glob.startsWith("[!", i) ? "[^" : "[");
        i += glob.startsWith("[!", i) ? 1 : 0;
        int end = glob.indexOf(']', i + 1);
        out.append(glob, i + 1, end < 0 ? glob.length() : end + 1);
        i = end < 0 ? glob.length() : end;
      } else if (c == '{') {
        choice = true;
        out.append("(?:");
      } else if (c == '}' && choice) {
        choice = false;
        out.append(')');
      } else if (c == ',' && choice) {
        out.append('|');
      } else {
        out.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return out.toString();
  }
}
