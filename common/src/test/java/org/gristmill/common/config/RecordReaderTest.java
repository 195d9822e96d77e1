package org.gristmill.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.ConfigException;
import org.junit.jupiter.api.Test;

/**
 * Trees become records strictly: nothing unknown, nothing missing, nothing refused by the record.
 */
class RecordReaderTest {
  enum Colour {
    RED,
    DARK_BLUE
  }

  record Inner(@Default("3") int smallNumber, Optional<String> label) {
    Inner {
      Check.range("small_number", smallNumber, 0, 9);
    }
  }

  record Outer(
      String name,
      @Default("dark_blue") Colour colour,
      @Default("{}") Inner inner,
      @Default("{a: 1}") Map<String, Long> limits,
      @OneOrMany @Default("[]") List<String> path,
      Optional<Double> rate,
      @Default("true") boolean exact,
      Optional<ConfigTree> rest) {}

  private static Outer read(String text) {
    return YamlConfig.parse("r.yaml", text).as(Outer.class);
  }

  @Test
  void fillsInDefaults() {
    assertThat(read("name: x"))
        .isEqualTo(
            new Outer(
                "x",
                Colour.DARK_BLUE,
                new Inner(3, Optional.empty()),
                Map.of("a", 1L),
                List.of(),
                Optional.empty(),
                true,
                Optional.empty()));
  }

  @Test
  void readsEveryType() {
    Outer outer =
        read(
            """
            name: x
            colour: red
            inner: {small_number: 5, label: l}
            limits: {z: 2, b: 3}
            path: p
            rate: 2
            exact: false
            rest: {any: [1]}
            """);
    assertThat(outer.colour()).isEqualTo(Colour.RED);
    assertThat(outer.inner()).isEqualTo(new Inner(5, Optional.of("l")));
    assertThat(outer.limits().keySet()).containsExactly("z", "b");
    assertThat(outer.path()).containsExactly("p");
    assertThat(outer.rate()).contains(2.0);
    assertThat(outer.exact()).isFalse();
    assertThat(outer.rest().orElseThrow().plain()).isEqualTo(Map.of("any", List.of(1L)));
    assertThat(read("name: x\npath: [p, q]").path()).containsExactly("p", "q");
  }

  @Test
  void suggestsTheNearestKey() {
    assertComplaint(
        "name: x\ninner:\n  small_numebr: 3\n",
        "r.yaml:3: Unknown key 'inner.small_numebr'; did you mean 'small_number'?");
    assertComplaint("name: x\nnaem: y\n", "r.yaml:2: Unknown key 'naem'; did you mean 'name'?");
    assertComplaint(
        "name: x\ninner: {zzzzz: 1}\n",
        "r.yaml:2: Unknown key 'inner.zzzzz'; expected one of small_number, label");
  }

  @Test
  void namesAMissingKey() {
    assertComplaint("exact: true\n", "r.yaml:1: Missing key 'name'");
  }

  @Test
  void blamesTheLineOfTheRefusedKey() {
    assertComplaint(
        "name: x\ninner:\n  label: l\n  small_number: 12\n",
        "r.yaml:4: Cannot use small_number 12: it is out of range;"
            + " expected a whole number from 0 to 9");
  }

  @Test
  void refusesAKeyWithoutValue() {
    assertComplaint(
        "name: x\ninner:\n",
        "r.yaml:2: Cannot read 'inner': found no value; expected a section of keys");
  }

  @Test
  void refusesUnknownNamesOfAChoice() {
    assertComplaint(
        "name: x\ncolour: darkblue\n",
        "r.yaml:2: Unknown value 'darkblue' of 'colour'; did you mean 'dark_blue'?");
    assertComplaint(
        "name: x\ncolour: RED\n",
        "r.yaml:2: Unknown value 'RED' of 'colour'; expected one of red, dark_blue");
  }

  @Test
  void reportsAValueOfTheCommandLineAsSuch() {
    ConfigTree tree =
        YamlConfig.override(
            YamlConfig.parse("r.yaml", "name: x\n"), List.of("inner.small_number=10"));
    assertThatThrownBy(() -> tree.as(Outer.class))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(
            "command line, --set inner.small_number=10: Cannot use small_number 10");
  }

  private static void assertComplaint(String text, String message) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(ConfigException.class).hasMessage(message);
  }
}
