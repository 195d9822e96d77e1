package org.gristmill.tokenization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Seeded damage to JSON: in one case of four to its bytes, else to its members, which are removed,
 * renamed, repeated, or get a value of another kind or size.
 */
final class JsonDamage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] VALUES = {
    "null",
    "-1",
    "0",
    "1",
    "65536",
    "16777215",
    "2147483648",
    "9223372036854775808",
    "1e308",
    "0.5",
    "\"\"",
    "\"x\"",
    "\"Ġ\"",
    "\"BPE\"",
    "\"Unigram\"",
    "\"Sequence\"",
    "[]",
    "{}",
    "[[]]",
    "true",
    "false"
  };

  private final Random random;

  JsonDamage(long seed) {
    random = new Random(seed);
  }

  byte[] damaged(JsonNode whole) throws IOException {
    if (random.nextInt(4) == 0) {
      return bytes(JSON.writeValueAsBytes(whole));
    }
    JsonNode root = whole.deepCopy();
    int changes = 1 + random.nextInt(2);
    for (int i = 0; i < changes; i++) {
      change(root);
    }
    return JSON.writeValueAsBytes(root);
  }

  private byte[] bytes(byte[] json) {
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      json[random.nextInt(json.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(json, random.nextInt(json.length)) : json;
  }

  /** Goes down at random and changes what it comes to. */
  private void change(JsonNode root) throws IOException {
    JsonNode parent = null;
    String name = "";
    JsonNode node = root;
    while (node.size() > 0 && (parent == null || random.nextInt(5) > 0)) {
      parent = node;
      if (node.isObject()) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        name = names.get(random.nextInt(names.size()));
        node = node.get(name);
      } else {
        name = String.valueOf(random.nextInt(node.size()));
        node = node.get(Integer.parseInt(name));
      }
    }
    if (parent != null) {
      change(parent, name, JSON.readTree(VALUES[random.nextInt(VALUES.length)]));
    }
  }

  private void change(JsonNode parent, String name, JsonNode value) {
    int kind = random.nextInt(4);
    if (parent instanceof ObjectNode object) {
      switch (kind) {
        case 0 -> object.remove(name);
        case 1 -> object.set(name + "x", object.remove(name));
        default -> object.set(name, value);
      }
    } else if (parent instanceof ArrayNode array) {
      int at = Integer.parseInt(name);
      switch (kind) {
        case 0 -> array.remove(at);
        case 1 -> array.insert(random.nextInt(array.size()), array.get(at).deepCopy());
        default -> array.set(at, value);
      }
    }
  }
}
