package org.gristmill.common.recipe;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gristmill.common.config.InvalidValueException;
import org.gristmill.common.config.Nearest;

/**
 * The end of a path with places for labels: <code>{language}</code> takes text inside a name,
 * {@code *} and {@code ?} stand for text inside a name that says nothing, and everything else for
 * itself. Names before the first of the template may be anything.
 */
public final class PathTemplate {
  private final String text;
  private final Pattern pattern;
  private final Set<Label> labels;

  private PathTemplate(String text, Pattern pattern, Set<Label> labels) {
    this.text = text;
    this.pattern = pattern;
    this.labels = labels;
  }

  /**
   * Reads a template.
   *
   * @param text for example {@code {domain}/{language}/{quality}/rank_*.parquet}
   * @return the template
   * @throws InvalidValueException for the key {@code path} if a name in braces is no label or comes
   *     twice, or a brace is not closed
   */
  public static PathTemplate parse(String text) {
    StringBuilder regex = new StringBuilder("(?:.*/)?");
    Set<Label> labels = new LinkedHashSet<>();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '*' -> regex.append("[^/]*");
        case '?' -> regex.append("[^/]");
        case '{' -> {
          int end = text.indexOf('}', i);
          if (end < 0) {
            throw refused(text, "the brace of '" + text.substring(i) + "' is not closed");
          }
          Label label = label(text, text.substring(i + 1, end));
          if (!labels.add(label)) {
            throw refused(text, "{" + label.key() + "} stands in it twice");
          }
          regex.append("(?<").append(label.key()).append(">[^/]+?)");
          i = end;
        }
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return new PathTemplate(text, Pattern.compile(regex.toString(), Pattern.DOTALL), labels);
  }

  private static Label label(String text, String name) {
    if (!Label.keys().contains(name)) {
      throw refused(text, "{" + name + "} is no label" + Nearest.hint(name, Label.keys()));
    }
    return Label.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static InvalidValueException refused(String text, String reason) {
    return new InvalidValueException("path", "Cannot use path '" + text + "': " + reason);
  }

  /**
   * Reads the labels off a path.
   *
   * @param path a path or URI
   * @return what stands at the places of the labels; empty if the path does not end like this
   */
  public Optional<Map<Label, String>> match(String path) {
    Matcher matcher = pattern.matcher(path);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    Map<Label, String> found = new EnumMap<>(Label.class);
    labels.forEach(label -> found.put(label, matcher.group(label.key())));
    return Optional.of(found);
  }

  /** Labels it has places for. */
  Set<Label> labels() {
    return labels;
  }

  @Override
  public String toString() {
    return text;
  }
}
