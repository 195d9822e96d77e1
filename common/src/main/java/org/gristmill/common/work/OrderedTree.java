package org.gristmill.common.work;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gristmill.common.config.ConfigTree;

/**
 * A form of a tree whose canonical JSON keeps the order of nested keys: in a mixture the last
 * matching pattern wins, so the order of the patterns is part of its meaning.
 */
final class OrderedTree {
  private OrderedTree() {}

  static Object of(ConfigTree root) {
    if (!root.isSection()) {
      return nested(root);
    }
    Map<String, Object> map = new TreeMap<>();
    root.entries().forEach((key, value) -> map.put(key, nested(value)));
    return map;
  }

  private static Object nested(ConfigTree tree) {
    if (tree.isSection()) {
      List<Object> pairs = new ArrayList<>();
      tree.entries().forEach((key, value) -> pairs.add(List.of(key, nested(value))));
      return pairs;
    }
    if (tree.isList()) {
      return tree.items().stream().map(OrderedTree::nested).toList();
    }
    return tree.isNull() ? "" : tree.plain();
  }
}
