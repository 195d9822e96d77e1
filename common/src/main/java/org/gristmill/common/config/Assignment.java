package org.gristmill.common.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gristmill.common.ConfigException;

/**
 * One {@code --set key.key=value}.
 *
 * @param text as typed
 * @param keys the names left of the sign, unquoted
 * @param value the YAML text right of it
 */
public record Assignment(String text, List<String> keys, String value) {
  /** Copies the keys. */
  public Assignment {
    keys = List.copyOf(keys);
  }

  /**
   * Reads an assignment.
   *
   * @param text {@code key.key=value}
   * @return its parts
   * @throws ConfigException if there is no {@code =} or a name is missing
   */
  public static Assignment parse(String text) {
    List<String> keys = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == '.' || c == '=')) {
        if (name.isEmpty()) {
          break;
        }
        keys.add(name.toString());
        name.setLength(0);
        if (c == '=') {
          return new Assignment(text, keys, text.substring(i + 1));
        }
      } else {
        name.append(c);
      }
    }
    throw new ConfigException(
        "command line: Cannot apply --set " + text + ": it names no value; expected key.key=value");
  }

  ConfigTree applyTo(ConfigTree tree) {
    return set(tree, 0);
  }

  private ConfigTree set(ConfigTree tree, int depth) {
    if (depth == keys.size()) {
      if (value.isBlank()) {
        throw new ConfigException(
            source() + ": Cannot apply it: the value is empty; expected key.key=value");
      }
      return YamlConfig.fragment(source(), tree.path(), value);
    }
    String key = keys.get(depth);
    if (tree.isList()) {
      List<ConfigTree> items = new ArrayList<>(tree.items());
      int index = index(items, key, tree);
      items.set(index, set(items.get(index), depth + 1));
      return tree.with(items);
    }
    if (!tree.isSection()) {
      throw new ConfigException(
          source() + ": Cannot set a key below '" + tree.path() + "': it is not a section");
    }
    Map<String, ConfigTree> map = new LinkedHashMap<>(tree.entries());
    ConfigTree child = map.get(key);
    if (child == null || child.isNull()) {
      child = new ConfigTree(new Place(source(), 0), tree.inside(key), Map.of());
    }
    map.put(key, set(child, depth + 1));
    return tree.with(map);
  }

  private int index(List<ConfigTree> items, String key, ConfigTree list) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      ConfigTree item = items.get(i);
      String name =
          item.isSection()
              ? item.find("name").filter(ConfigTree::isText).map(ConfigTree::asText).orElse("")
              : "";
      if (name.equals(key) || key.equals(Integer.toString(i))) {
        return i;
      }
      names.add(name.isEmpty() ? Integer.toString(i) : name);
    }
    throw new ConfigException(
        source()
            + ": Cannot find '"
            + key
            + "' in the list '"
            + list.path()
            + "'"
            + Nearest.hint(key, names));
  }

  private String source() {
    return "command line, --set " + text;
  }
}
