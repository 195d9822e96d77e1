package org.gristmill.spark.text;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The prose of a Java source file: its Javadoc comments in order, merged to one text per language.
 *
 * <p>English paragraphs are joined to one line each; Chinese is kept line by line, as it is
 * written. A line that was already taken is not taken again, because descriptions of parameters
 * repeat. Chinese text loses inline code, addresses and Latin remarks in brackets; sentences that
 * keep more Latin letters than {@link #MAX_LATIN_FRACTION} of their letters are left out, so that a
 * Chinese text is Chinese. Deterministic; same source, same text.
 */
public final class JavadocProse {
  /** Latin letters among all letters of a Chinese sentence above which it is left out. */
  static final double MAX_LATIN_FRACTION = 0.12;

  private final Map<Language, Set<String>> lines = new EnumMap<>(Language.class);

  private JavadocProse() {
    lines.put(Language.EN, new LinkedHashSet<>());
    lines.put(Language.ZH, new LinkedHashSet<>());
  }

  /**
   * Prose of one source file.
   *
   * @return text by language, {@link Language#ZH} and {@link Language#EN} only; a language without
   *     a line is missing
   */
  public static Map<Language, String> of(String source) {
    JavadocProse prose = new JavadocProse();
    for (String comment : JavadocComments.of(source)) {
      for (String paragraph : JavadocText.of(comment).split("\n\\s*\n", -1)) {
        prose.paragraph(paragraph);
      }
    }
    Map<Language, String> texts = new EnumMap<>(Language.class);
    prose.lines.forEach(
        (language, kept) -> {
          if (!kept.isEmpty()) {
            texts.put(language, String.join("\n", kept) + "\n");
          }
        });
    return texts;
  }

  private void paragraph(String paragraph) {
    if (paragraph.isBlank()) {
      return;
    }
    Letters all = Letters.of(paragraph);
    if (all.han() == 0) {
      add(Language.EN, EnglishProse.paragraph(paragraph));
      return;
    }
    for (String line : paragraph.split("\n", -1)) {
      Letters letters = Letters.of(line);
      if (letters.han() == 0) {
        if (letters.words() >= EnglishProse.MIN_WORDS_BESIDE_CHINESE) {
          add(Language.EN, EnglishProse.paragraph(line));
        }
      } else {
        add(Language.ZH, ChineseProse.line(line));
      }
    }
  }

  private void add(Language language, String line) {
    if (!line.isEmpty()) {
      lines.get(language).add(line);
    }
  }
}
