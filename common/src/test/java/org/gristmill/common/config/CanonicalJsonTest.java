package org.gristmill.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Equal values have one spelling. */
class CanonicalJsonTest {
  enum Kind {
    ONE_KIND
  }

  record Point(int zAxis, double aValue, Optional<String> note, Kind kind) {}

  @Test
  void sortsKeysAndLeavesOutWhatIsEmpty() {
    assertThat(CanonicalJson.of(new Point(1, 2.50, Optional.empty(), Kind.ONE_KIND)))
        .isEqualTo("{\"a_value\":2.5,\"kind\":\"one_kind\",\"z_axis\":1}");
    assertThat(CanonicalJson.of(new Point(1, 2, Optional.of("n"), Kind.ONE_KIND)))
        .isEqualTo("{\"a_value\":2,\"kind\":\"one_kind\",\"note\":\"n\",\"z_axis\":1}");
  }

  @Test
  void writesNumbersWithoutExponentOrTrailingZeros() {
    assertThat(CanonicalJson.of(List.of(1, 1.0, 1e-8, 1e21, 0.1, -0.0, 100L, 3.0f)))
        .isEqualTo("[1,1,0.00000001,1000000000000000000000,0.1,0,100,3]");
  }

  @Test
  void escapesOnlyWhatJsonAsksFor() {
    assertThat(CanonicalJson.of("a\"b\\c\nd\te\u0001 中文 😀"))
        .isEqualTo("\"a\\\"b\\\\c\\nd\\te\\u0001 中文 😀\"");
  }

  @Test
  void isTheSameForAnyKeyOrderAndSpelling() {
    ConfigTree a = YamlConfig.parse("a", "x: {b: 1.0, a: 'k'}\ny: [1, 2]\n");
    ConfigTree b = YamlConfig.parse("b", "y: [1, 2]\nx:\n  a: k\n  b: 1\n");
    assertThat(CanonicalJson.of(a)).isEqualTo(CanonicalJson.of(b));
    assertThat(a).isEqualTo(b).hasSameHashCodeAs(b);
  }

  @Test
  void indentsForPeopleAndReadsBack() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("b", List.of(1, 2));
    map.put("a", Map.of());
    map.put("c", new int[0]);
    String text = CanonicalJson.pretty(map);
    assertThat(text)
        .isEqualTo("{\n  \"a\": {},\n  \"b\": [\n    1,\n    2\n  ],\n  \"c\": []\n}\n");
    assertThat(CanonicalJson.pretty(YamlConfig.parseJson("x", text))).isEqualTo(text);
  }

  @Test
  void refusesWhatJsonCannotHold() {
    assertThatThrownBy(() -> CanonicalJson.of(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Cannot write NaN as JSON: expected a finite number");
    assertThatThrownBy(() -> CanonicalJson.of(new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot write java.lang.Object as JSON");
  }
}
