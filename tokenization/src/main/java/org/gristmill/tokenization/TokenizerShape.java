package org.gristmill.tokenization;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gristmill.common.CorruptDataException;

/**
 * Looks over a {@code tokenizer.json} before anything is built from it: types, ids, and what would
 * make Hugging Face's library end the process instead of reporting an error. What the file says
 * twice must agree.
 */
final class TokenizerShape {
  private static final Set<String> MEMBERS =
      Set.of(
          "version",
          "truncation",
          "padding",
          "added_tokens",
          "normalizer",
          "pre_tokenizer",
          "post_processor",
          "decoder",
          "model");
  private static final List<String> COMPONENTS =
      List.of("truncation", "padding", "normalizer", "pre_tokenizer", "post_processor", "decoder");
  private static final List<String> SWITCHES =
      List.of("single_word", "lstrip", "rstrip", "normalized", "special");

  /** Ids need room by the largest one; vocabularies leave few unused. */
  private static final int MOST_UNUSED = 1 << 16;

  private final JsonNode root;
  private final JsonNode model;
  private final Map<String, Integer> vocabulary = new HashMap<>();
  private int largest = -1;

  private TokenizerShape(JsonNode root) {
    this.root = root;
    this.model = root.path("model");
  }

  /**
   * Checks a definition.
   *
   * @throws CorruptDataException naming the first member that cannot be right
   */
  static void check(JsonNode root) {
    TokenizerShape shape = new TokenizerShape(root);
    for (Map.Entry<String, JsonNode> member : root.properties()) {
      require(MEMBERS.contains(member.getKey()), "member", member.getKey(), "one of " + MEMBERS);
    }
    for (String component : COMPONENTS) {
      requireType(root, component, isAbsent(root.path(component)), JsonNode::isObject, "an object");
      components(root.path(component));
    }
    shape.model();
    shape.addedTokens();
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  /** Switches are true or false and names are text, however deep the component nests. */
  private static void components(JsonNode component) {
    for (Map.Entry<String, JsonNode> member : component.properties()) {
      String name = member.getKey();
      switch (name) {
        case "type", "behavior" -> requireType(component, name, false, JsonNode::isTextual, "text");
        case "add_prefix_space", "trim_offsets", "use_regex", "invert" ->
            requireType(component, name, false, JsonNode::isBoolean, "true or false");
        case "normalizers", "pretokenizers", "processors", "decoders" -> {
          requireType(component, name, false, JsonNode::isArray, "a list");
          member.getValue().forEach(TokenizerShape::components);
        }
        default -> {
          // Left to who reads it.
        }
      }
    }
  }

  private void model() {
    require(model.isObject(), "model", model, "an object");
    requireType(model, "type", !model.has("type"), JsonNode::isTextual, "text");
    for (String name : List.of("unk_token", "continuing_subword_prefix", "end_of_word_suffix")) {
      requireType(model, name, isAbsent(model.path(name)), JsonNode::isTextual, "text or null");
    }
    for (String name : List.of("fuse_unk", "byte_fallback", "ignore_merges")) {
      boolean absent = isAbsent(model.path(name));
      requireType(model, name, absent, JsonNode::isBoolean, "true or false");
    }
    JsonNode vocab = model.path("vocab");
    require(vocab.isContainerNode(), "vocab", vocab, "tokens with their ids or scores");
    if (vocab.isArray()) {
      for (int id = 0; id < vocab.size(); id++) {
        vocabulary.put(vocab.path(id).path(0).asText(), id);
      }
      largest = vocab.size() - 1;
    }
    for (Map.Entry<String, JsonNode> entry : vocab.properties()) {
      vocabulary.put(entry.getKey(), id(entry.getKey(), entry.getValue()));
    }
    requireDense(vocab.size());
    merges(vocab);
  }

  private int id(String token, JsonNode id) {
    boolean fits = id.isIntegralNumber() && id.canConvertToInt() && id.intValue() >= 0;
    require(fits, "token '" + token + "' with id", id, "0 or more");
    largest = Math.max(largest, id.intValue());
    return id.intValue();
  }

  private void requireDense(int entries) {
    long most = 2L * entries + MOST_UNUSED;
    require(largest <= most, "id", largest, "at most " + most + " with " + entries + " tokens");
  }

  private void merges(JsonNode vocab) {
    JsonNode merges = model.path("merges");
    if (merges.isMissingNode()) {
      boolean isBpe = vocab.isObject() && model.path("type").asText("BPE").equals("BPE");
      require(!isBpe, "merges", "none", "a list");
      return;
    }
    require(merges.isArray(), "merges", merges, "a list");
    String prefix = model.path("continuing_subword_prefix").asText("");
    require(
        prefix.chars().allMatch(c -> c < 0x80), "continuing_subword_prefix", prefix, "ASCII only");
    for (JsonNode merge : merges) {
      String text = merge.asText();
      boolean isPair =
          merge.isArray()
              ? merge.size() == 2 && merge.get(0).isTextual() && merge.get(1).isTextual()
              : merge.isTextual();
      require(isPair, "merge", merge, "two tokens");
      // The library cuts the prefix off the second token, whether it is there or not.
      String right =
          merge.isArray() ? merge.get(1).asText() : text.substring(text.indexOf(' ') + 1);
      require(right.startsWith(prefix), "merge", merge, "its second token to start with " + prefix);
    }
  }

  /** An added token has the id the vocabulary gives it, or else the next free one. */
  private void addedTokens() {
    JsonNode tokens = root.path("added_tokens");
    requireType(root, "added_tokens", tokens.isMissingNode(), JsonNode::isArray, "a list");
    int size = vocabulary.size();
    int next = size;
    Map<String, Integer> added = new HashMap<>();
    for (JsonNode token : tokens) {
      require(token.path("content").isTextual(), "added token", token, "a text as content");
      for (String name : SWITCHES) {
        requireType(token, name, false, JsonNode::isBoolean, "true or false");
      }
      String text = token.path("content").asText();
      int id = id(text, token.path("id"));
      Integer known = vocabulary.getOrDefault(text, added.get(text));
      int expected = known == null ? next : known;
      require(
          text.isEmpty() || id == expected,
          "added token '" + text + "' with id",
          id,
          "" + expected);
      added.put(text, id);
      next = Math.max(next, id >= size ? id + 1 : next);
    }
    requireDense(vocabulary.size() + tokens.size());
  }

  private interface Check {
    boolean holds(JsonNode node);
  }

  private static void requireType(
      JsonNode parent, String name, boolean absent, Check check, String expected) {
    JsonNode value = parent.path(name);
    require(absent || check.holds(value), name, value.isMissingNode() ? "none" : value, expected);
  }

  private static void require(boolean right, String what, Object found, String expected) {
    if (!right) {
      String shown = found.toString();
      throw new CorruptDataException(
          "Cannot read tokenizer.json: "
              + what
              + " "
              + (shown.length() > 80 ? shown.substring(0, 80) + "…" : shown)
              + "; expected "
              + expected);
    }
  }
}
