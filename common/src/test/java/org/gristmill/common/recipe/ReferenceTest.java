package org.gristmill.common.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.config.Default;
import org.gristmill.common.config.YamlConfig;
import org.junit.jupiter.api.Test;

/** conf/reference.yaml holds every key with its default and a comment, and nothing else. */
class ReferenceTest {
  private static final Path FILE =
      Path.of(System.getProperty("gristmill.root", "..")).resolve("conf/reference.yaml");

  @Test
  void holdsEveryKeyAndNoOther() throws IOException {
    check(Recipe.class, List.of(tree()), "");
  }

  @Test
  void commentsEveryKey() throws IOException {
    for (String line : Files.readAllLines(FILE)) {
      if (!line.isBlank() && !line.equals("#")) {
        assertThat(line).contains("# ").doesNotContain("\t");
      }
    }
  }

  private static ConfigTree tree() throws IOException {
    return YamlConfig.parse("reference.yaml", Files.readString(FILE));
  }

  /** Components of one record type are sections alike: together they show each of its keys. */
  private static void check(Class<?> type, List<ConfigTree> sections, String path) {
    TreeSet<String> expected = new TreeSet<>();
    Map<Class<?>, List<ConfigTree>> alike = new LinkedHashMap<>();
    Map<Class<?>, String> places = new LinkedHashMap<>();
    for (RecordComponent component : type.getRecordComponents()) {
      String key = key(component.getName());
      expected.add(key);
      List<ConfigTree> values =
          sections.stream().map(section -> section.find(key)).flatMap(Optional::stream).toList();
      assertThat(values).as("key '%s%s' in reference.yaml", path, key).isNotEmpty();
      Class<?> nested = nestedRecord(component.getGenericType());
      if (nested == null) {
        checkValue(component, values, path + key);
        continue;
      }
      List<ConfigTree> all = alike.computeIfAbsent(nested, unseen -> new ArrayList<>());
      values.forEach(value -> all.addAll(value.isList() ? value.items() : List.of(value)));
      places.merge(nested, key, (first, next) -> first + "|" + next);
    }
    alike.forEach((nested, all) -> check(nested, all, path + places.get(nested) + "."));
    TreeSet<String> found = new TreeSet<>();
    sections.forEach(section -> found.addAll(section.keys()));
    assertThat(found).as("keys of '%s' in reference.yaml", path).isEqualTo(expected);
  }

  private static void checkValue(RecordComponent component, List<ConfigTree> values, String path) {
    Default otherwise = component.getAnnotation(Default.class);
    if (otherwise != null && !otherwise.value().equals("[]")) {
      Object expected = YamlConfig.parse("default", "v: " + otherwise.value()).at("v").plain();
      assertThat(values.stream().map(ConfigTree::plain).toList())
          .as("default of '%s' in reference.yaml", path)
          .contains(expected);
    }
    if (component.getType().isEnum()) {
      assertThat(Arrays.stream(component.getType().getEnumConstants()).map(Object::toString))
          .allSatisfy(
              name ->
                  assertThat(lineOf(values.get(0)))
                      .as("choices of '%s'", path)
                      .contains(name.toLowerCase(Locale.ROOT)));
    }
  }

  private static String lineOf(ConfigTree value) {
    try {
      return Files.readAllLines(FILE).get(value.line() - 1);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Class<?> nestedRecord(Type type) {
    if (type instanceof ParameterizedType generic) {
      return nestedRecord(generic.getActualTypeArguments()[0]);
    }
    return type instanceof Class<?> plain && plain.isRecord() ? plain : null;
  }

  private static String key(String component) {
    return component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
