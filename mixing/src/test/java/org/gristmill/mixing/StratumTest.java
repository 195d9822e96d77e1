package org.gristmill.mixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import java.util.stream.Stream;
import org.gristmill.common.ConfigException;
import org.junit.jupiter.api.Test;

class StratumTest {

  @Test
  void fillsMissingLevelsWithAll() {
    assertThat(Stratum.parse("zh").path()).isEqualTo("zh/all/all/all");
    assertThat(Stratum.parse("zh/manual/short").path()).isEqualTo("zh/manual/short/all");
  }

  @Test
  void keepsTheFifthLevelAsPart() {
    Stratum stratum = Stratum.parse("en/web/high/low/cc-2024.10");

    assertThat(stratum.part()).isEqualTo(Optional.of("cc-2024.10"));
    assertThat(Stratum.parse(stratum.path())).isEqualTo(stratum);
  }

  @Test
  void isOrderedByItsPath() {
    assertThat(Stream.of("zh/b", "en/z", "en/a.b", "en/a", "en/a-b").map(Stratum::parse).sorted())
        .map(Stratum::domain)
        .containsExactly("a-b", "a.b", "a", "z", "b");
  }

  @Test
  void refusesLevelsThatAreNoSlugs() {
    for (String path : new String[] {"", "ZH", "zh//short", "zh/..", "zh/-x", "中文", "zh/a b"}) {
      assertThatThrownBy(() -> Stratum.parse(path))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("of a stratum: expected lower-case ASCII letters");
    }
    assertThatThrownBy(() -> Stratum.parse("a/b/c/d/e/f"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot read stratum 'a/b/c/d/e/f': it has 6 levels; expected language/domain/quality/perplexity[/part]");
  }
}
