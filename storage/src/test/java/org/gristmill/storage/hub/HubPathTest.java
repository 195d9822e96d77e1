package org.gristmill.storage.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.hadoop.fs.Path;
import org.gristmill.common.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Paths as the Hub's own clients write them. */
class HubPathTest {
  private static HubPath parse(String text) {
    return HubPath.parse(new Path(text));
  }

  @ParameterizedTest
  @CsvSource({
    "hf://datasets/o/n, o/n, main, ''",
    "hf://datasets/o/n/, o/n, main, ''",
    "hf://datasets/o/n/a/b.parquet, o/n, main, a/b.parquet",
    "hf://datasets/o/n@v1.0/a/b.parquet, o/n, v1.0, a/b.parquet",
    "hf://datasets/o/n@~parquet/default/train/0.parquet, o/n, ~parquet, default/train/0.parquet",
    "hf://datasets/o/n@refs/convert/parquet/a, o/n, refs/convert/parquet, a",
    "hf://datasets/o/n@refs/convert/parquet, o/n, refs/convert/parquet, ''",
    "hf://datasets/o/n@refs%2Fconvert%2Fparquet/a, o/n, refs/convert/parquet, a",
    "hf://datasets/o/n@refs/pr/12/a/b, o/n, refs/pr/12, a/b",
    "hf://datasets/o/n@refs/heads/x, o/n, refs, heads/x",
    "hf://datasets/o/n@feature%2Fx+y/a, o/n, feature/x+y, a",
    "hf://datasets/o/n/path/to/@not-a-revision.txt, o/n, main, path/to/@not-a-revision.txt",
    "hf://datasets/o/n@main/中文/一.jsonl, o/n, main, 中文/一.jsonl",
  })
  void takesPathsApart(String text, String repository, String revision, String file) {
    HubPath path = parse(text);
    assertThat(path.repository()).isEqualTo(repository);
    assertThat(path.revision()).isEqualTo(revision);
    assertThat(path.file()).isEqualTo(file);
  }

  @Test
  void otherFilesAreSpelledAsTheFirst() {
    HubPath path = parse("hf://datasets/o/n@refs%2Fconvert%2Fparquet/a");
    assertThat(path.path("b/c:d")).hasToString("hf://datasets/o/n@refs%2Fconvert%2Fparquet/b/c:d");
    assertThat(parse("hf://datasets/o/n/a").path("b")).hasToString("hf://datasets/o/n/b");
    assertThat(path).hasToString("hf://datasets/o/n@refs%2Fconvert%2Fparquet/a");
  }

  @Test
  void nothingIsAboveTheDataSets() {
    assertThat(parse("hf://datasets/").isAbove()).isTrue();
    assertThat(parse("hf://datasets/squad").isAbove()).isTrue();
    assertThat(parse("hf://datasets/o/n").isAbove()).isFalse();
  }

  @Test
  void refusesOtherKindsOfRepositories() {
    assertThatThrownBy(() -> parse("hf://dataset/o/n/x"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot use hf://dataset/o/n/x: 'dataset' is not read from the Hub; expected"
                + " hf://datasets/<organisation>/<name>[@<revision>]/<path>");
  }

  @Test
  void refusesEmptyAndBrokenRevisions() {
    assertThatThrownBy(() -> parse("hf://datasets/o/n@/x"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "Cannot use hf://datasets/o/n@/x: no revision after @; expected hf:");
    assertThatThrownBy(() -> parse("hf://datasets/o/n@a%2/x"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("the percent signs of its revision mean nothing");
  }
}
