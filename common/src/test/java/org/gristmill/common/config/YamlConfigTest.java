package org.gristmill.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.gristmill.common.ConfigException;
import org.junit.jupiter.api.Test;

/** Text becomes a tree that knows its lines, or one clear complaint. */
class YamlConfigTest {
  @Test
  void remembersTheLineOfEveryKey() {
    ConfigTree tree =
        YamlConfig.parse("r.yaml", "# comment\na: 1\nb:\n  c:\n    - x\n    - y: 2\n");
    assertThat(tree.at("a").where()).isEqualTo("r.yaml:2");
    assertThat(tree.at("b").line()).isEqualTo(3);
    assertThat(tree.at("b").at("c").where()).isEqualTo("r.yaml:4");
    ConfigTree item = tree.at("b").at("c").items().get(1);
    assertThat(item.line()).isEqualTo(6);
    assertThat(item.path()).isEqualTo("b.c[1]");
    assertThat(item.at("y").path()).isEqualTo("b.c[1].y");
    assertThat(tree.keys()).containsExactly("a", "b");
  }

  @Test
  void readsScalarsWithoutGuessing() {
    ConfigTree tree =
        YamlConfig.parse(
            "r.yaml", "a: 7\nb: 1.5\nc: true\nd: yes\ne: '7'\nf: 5.8.34\ng: 1e-3\nh:\n");
    assertThat(tree.at("a").asLong()).isEqualTo(7);
    assertThat(tree.at("a").asInt()).isEqualTo(7);
    assertThat(tree.at("a").asDouble()).isEqualTo(7.0);
    assertThat(tree.at("b").asDouble()).isEqualTo(1.5);
    assertThat(tree.at("c").asBoolean()).isTrue();
    assertThat(tree.at("d").asText()).isEqualTo("yes");
    assertThat(tree.at("e").asText()).isEqualTo("7");
    assertThat(tree.at("f").asText()).isEqualTo("5.8.34");
    assertThat(tree.at("g").asDouble()).isEqualTo(0.001);
    assertThat(tree.at("h").isNull()).isTrue();
  }

  @Test
  void refusesAWrongTypeWithFileLineAndKey() {
    ConfigTree tree = YamlConfig.parse("r.yaml", "a:\n  b: yes\n  c: 7\n  d: 1.5\n  e: [1]\n");
    ConfigTree a = tree.at("a");
    assertComplaint(
        () -> a.at("b").asBoolean(),
        "r.yaml:2: Cannot read 'a.b': found text 'yes'; expected true or false");
    assertComplaint(
        () -> a.at("c").asText(),
        "r.yaml:3: Cannot read 'a.c': found 7; expected text (put it in quotes)");
    assertComplaint(
        () -> a.at("d").asLong(),
        "r.yaml:4: Cannot read 'a.d': found 1.5; expected a whole number");
    assertComplaint(
        () -> a.at("e").asDouble(), "r.yaml:5: Cannot read 'a.e': found a list; expected a number");
    assertComplaint(() -> a.items(), "r.yaml:1: Cannot read 'a': found a section; expected a list");
    assertComplaint(
        () -> a.at("c").entries(),
        "r.yaml:3: Cannot read 'a.c': found 7; expected a section of keys");
    assertComplaint(() -> a.at("x"), "r.yaml:1: Missing key 'a.x'");
  }

  @Test
  void refusesNumbersThatDoNotFit() {
    assertComplaint(
        () -> YamlConfig.parse("r.yaml", "a: 1\nb: 99999999999999999999\n"),
        "r.yaml:2: Cannot read number 99999999999999999999: it has more than 64 bits");
    assertComplaint(
        () -> YamlConfig.parse("r.yaml", "a: 4294967296").at("a").asInt(),
        "r.yaml:1: Cannot read 'a': found 4294967296; expected a whole number below 2147483648");
  }

  @Test
  void refusesAKeyThatStandsTwice() {
    assertComplaint(
        () -> YamlConfig.parse("r.yaml", "mix:\n  seed: 1\n  other: 2\n  seed: 3\n"),
        "r.yaml:4: Key 'mix.seed' stands here a second time; first at r.yaml:2");
  }

  @Test
  void refusesAnchorsAndSeveralDocuments() {
    assertThatThrownBy(() -> YamlConfig.parse("r.yaml", "a: &x 1\nb: *x\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Anchors and aliases are not supported");
    assertThatThrownBy(() -> YamlConfig.parse("r.yaml", "a: 1\n---\nb: 2\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Found a second document; expected one per file");
  }

  @Test
  void namesTheLineOfMalformedText() {
    assertThatThrownBy(() -> YamlConfig.parse("r.yaml", "a: 1\nb: [1, 2\nc: 3\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching("r\\.yaml:[23]: Cannot read the text: .*");
    assertThatThrownBy(() -> YamlConfig.parseJson("m.json", "{\"a\": 1,\n \"b\" 2}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageMatching("m\\.json:2: Cannot read the text: .*");
    assertComplaint(
        () -> YamlConfig.parse("r.yaml", "\n# nothing\n"),
        "r.yaml:1: Cannot read r.yaml: it is empty; expected keys");
  }

  @Test
  void readsJsonWithLines() {
    ConfigTree tree = YamlConfig.parseJson("m.json", "{\n \"a\": {\n  \"b\": 3 } }");
    assertThat(tree.at("a").at("b").asLong()).isEqualTo(3);
    assertThat(tree.at("a").at("b").line()).isEqualTo(3);
  }

  @Test
  void commandLineReplacesAndAddsValues() {
    ConfigTree file =
        YamlConfig.parse(
            "r.yaml", "mix:\n  seed: 1\nsources:\n- name: web\n  format: jsonl\n- name: jar\n");
    ConfigTree tree =
        YamlConfig.override(
            file,
            List.of(
                "mix.seed=7",
                "mix.seed=8",
                "sources.web.format=parquet",
                "sources.1.path=[a, b]",
                "mixture.weights.\"zh/a.b/**\"=2.5"));
    assertThat(tree.at("mix").at("seed").asLong()).isEqualTo(8);
    assertThat(tree.at("mix").at("seed").where()).isEqualTo("command line, --set mix.seed=8");
    assertThat(tree.at("sources").items().get(0).at("format").asText()).isEqualTo("parquet");
    assertThat(tree.at("sources").items().get(1).at("path").items()).hasSize(2);
    assertThat(tree.at("mixture").at("weights").at("zh/a.b/**").asDouble()).isEqualTo(2.5);
    assertThat(file.at("mix").at("seed").asLong()).isEqualTo(1);
  }

  @Test
  void refusesMalformedAssignments() {
    ConfigTree file = YamlConfig.parse("r.yaml", "mix:\n  seed: 1\nsources:\n- name: web\n");
    assertComplaint(
        () -> YamlConfig.override(file, List.of("mix.seed")),
        "command line: Cannot apply --set mix.seed: it names no value; expected key.key=value");
    assertComplaint(
        () -> YamlConfig.override(file, List.of("=3")),
        "command line: Cannot apply --set =3: it names no value; expected key.key=value");
    assertComplaint(
        () -> YamlConfig.override(file, List.of("mix.seed=")),
        "command line, --set mix.seed=: Cannot apply it: the value is empty;"
            + " expected key.key=value");
    assertComplaint(
        () -> YamlConfig.override(file, List.of("mix.seed.x=3")),
        "command line, --set mix.seed.x=3: Cannot set a key below 'mix.seed': it is not a section");
    assertComplaint(
        () -> YamlConfig.override(file, List.of("sources.wbe.path=x")),
        "command line, --set sources.wbe.path=x: Cannot find 'wbe' in the list 'sources';"
            + " did you mean 'web'?");
  }

  private static void assertComplaint(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(ConfigException.class).hasMessage(message);
  }
}
