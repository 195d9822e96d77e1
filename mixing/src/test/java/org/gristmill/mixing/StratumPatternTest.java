package org.gristmill.mixing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.gristmill.common.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StratumPatternTest {

  @ParameterizedTest
  @CsvSource({
    "zh/manual/**,      zh/manual/short/all,      true",
    "zh/manual/**,      zh/manual/short/all/cc,   true",
    "zh/manual/**,      zh/manuals/short/all,     false",
    "zh/a/b/c/**,       zh/a/b/c,                 true",
    "zh/a/b/c/**,       zh/a/b/c/part,            true",
    "zh/a/b/c/d/**,     zh/a/b/c,                 false",
    "**,                en/web/high/low/cc,       true",
    "*/code/**,         en/code/all/all,          true",
    "*/code/**,         en/web/all/all,           false",
    "zh/manual,         zh/manual/all/all,        true",
    "zh/manual,         zh/manual/short/all,      false",
    "zh/*/high/*,       zh/web/high/low,          true",
    "zh/*/high/*,       zh/web/high/low/cc,       false",
    "zh/*/high/*/*,     zh/web/high/low/cc,       true",
    "*,                 zh/all/all/all,           true",
    "*,                 zh/web/all/all,           false"
  })
  void matches(String pattern, String stratum, boolean expected) {
    assertThat(StratumPattern.parse(pattern).matches(Stratum.parse(stratum))).isEqualTo(expected);
  }

  @Test
  void refusesAPatternItDoesNotFullyUnderstand() {
    assertThatThrownBy(() -> StratumPattern.parse("zh/**/high"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "Cannot read pattern 'zh/**/high': '**' is not at its end; expected for example 'zh/**' or '*/code/**'");
    for (String text : new String[] {"", "zh/web-*", "ZH/**", "zh//x", "/zh", "a/b/c/d/e/f/**"}) {
      assertThatThrownBy(() -> StratumPattern.parse(text))
          .isInstanceOf(ConfigException.class)
          .hasMessageStartingWith("Cannot read pattern '" + text + "': ");
    }
  }

  @Test
  void equalsAnotherWrittenAlike() {
    assertThat(StratumPattern.parse("zh/**"))
        .isEqualTo(StratumPattern.parse("zh/**"))
        .hasSameHashCodeAs(StratumPattern.parse("zh/**"))
        .isNotEqualTo(StratumPattern.parse("zh"));
  }
}
