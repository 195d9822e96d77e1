package org.gristmill.tokenization.bpe;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.CorruptDataException;

/**
 * Reads a {@link BpeDefinition} from a tokenizer tree. Everything the fast path does not cover
 * makes the answer empty; contradictions are errors.
 */
final class TokenizerJsonReader {
  /** No real vocabulary comes near; a file that asks for more is broken. */
  private static final int NO_TOKEN = -1;

  private static final int MOST_IDS = TokenTrie.MOST_TOKENS;

  private final JsonNode root;
  private final JsonNode model;
  private final Map<String, Integer> ids = new HashMap<>();

  TokenizerJsonReader(JsonNode root) {
    this.root = root;
    this.model = root.path("model");
  }

  Optional<BpeDefinition> read() {
    Optional<PreTokenizer.Pattern> pattern = pattern(root.path("pre_tokenizer"));
    Optional<BpeDefinition.Normalization> normalization = normalization(root.path("normalizer"));
    if (!plainByteLevelBpe() || pattern.isEmpty() || normalization.isEmpty()) {
      return Optional.empty();
    }
    Optional<List<BpeDefinition.Added>> added = added();
    if (added.isEmpty()) {
      return Optional.empty();
    }
    readVocabulary();
    int size = size(added.get());
    byte[][] mergeable = new byte[size][];
    byte[][] tokens = new byte[size][];
    ids.forEach((entry, id) -> mergeable[id] = ByteAlphabet.read(entry));
    for (int id = 0; id < size; id++) {
      tokens[id] = mergeable[id] == null ? new byte[0] : mergeable[id];
    }
    for (BpeDefinition.Added token : added.get()) {
      tokens[token.id()] = token.text().getBytes(StandardCharsets.UTF_8);
    }
    int[] byteIds = new int[256];
    for (int b = 0; b < 256; b++) {
      Integer id = ids.get(String.valueOf(ByteAlphabet.character(b)));
      if (id == null && (Utf8.mayHold(b) || holds(mergeable, b))) {
        return Optional.empty();
      }
      byteIds[b] = id == null ? NO_TOKEN : id;
    }
    return merges(mergeable)
        .map(
            merges ->
                new BpeDefinition(
                    TokenizerJson.fingerprint(root),
                    pattern.get(),
                    normalization.get(),
                    tokens,
                    mergeable,
                    merges,
                    byteIds,
                    model.path("ignore_merges").asBoolean(false),
                    added.get()));
  }

  private static boolean holds(byte[][] tokens, int b) {
    for (byte[] token : tokens) {
      for (int i = 0; token != null && i < token.length; i++) {
        if ((token[i] & 0xFF) == b) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean plainByteLevelBpe() {
    return model.path("type").asText("BPE").equals("BPE")
        && absent(model.path("dropout"))
        && absent(model.path("unk_token"))
        && blank(model.path("continuing_subword_prefix"))
        && blank(model.path("end_of_word_suffix"))
        && !model.path("byte_fallback").asBoolean(false)
        && root.path("decoder").path("type").asText().equals("ByteLevel");
  }

  private static boolean absent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }

  private static boolean blank(JsonNode node) {
    return absent(node) || node.asText().isEmpty();
  }

  /** The cuts as regular expressions, one after the other; empty if one of them is not known. */
  private static Optional<PreTokenizer.Pattern> pattern(JsonNode splitter) {
    List<JsonNode> steps = new ArrayList<>();
    if (splitter.path("type").asText().equals("Sequence")) {
      splitter.path("pretokenizers").forEach(steps::add);
    } else {
      steps.add(splitter);
    }
    int last = steps.size() - 1;
    if (last < 0 || !isByteLevel(steps.get(last))) {
      return Optional.empty();
    }
    List<String> expressions = new ArrayList<>();
    boolean inverted = false;
    for (JsonNode step : steps.subList(0, last)) {
      String expression = step.path("pattern").path("Regex").asText();
      if (step.path("type").asText().equals("Digits")
          && step.path("individual_digits").asBoolean(false)) {
        expression = PreTokenizer.Pattern.DIGITS;
      } else if (isInverted(step)) {
        inverted = true;
      } else if (!isIsolated(step)) {
        return Optional.empty();
      }
      expressions.add(expression);
    }
    if (steps.get(last).path("use_regex").asBoolean(true)) {
      expressions.addAll(PreTokenizer.Pattern.GPT2.steps());
    }
    for (PreTokenizer.Pattern pattern : PreTokenizer.Pattern.values()) {
      if (pattern.isSpelled(expressions) && (!inverted || pattern.matchesEverything())) {
        return Optional.of(pattern);
      }
    }
    return Optional.empty();
  }

  private static boolean isIsolated(JsonNode step) {
    return step.path("type").asText().equals("Split")
        && step.path("behavior").asText().equals("Isolated")
        && !step.path("invert").asBoolean(false);
  }

  /** What the expression does not match is removed; nothing, if it matches everything. */
  private static boolean isInverted(JsonNode step) {
    return step.path("type").asText().equals("Split")
        && step.path("behavior").asText().equals("Removed")
        && step.path("invert").asBoolean(false);
  }

  private static Optional<BpeDefinition.Normalization> normalization(JsonNode normalizer) {
    if (absent(normalizer)) {
      return Optional.of(BpeDefinition.Normalization.NONE);
    }
    if (normalizer.path("type").asText().equals("NFC")) {
      return Optional.of(BpeDefinition.Normalization.NFC);
    }
    JsonNode steps = normalizer.path("normalizers");
    if (!normalizer.path("type").asText().equals("Sequence") || steps.size() > 1) {
      return Optional.empty();
    }
    return normalization(steps.path(0));
  }

  private static boolean isByteLevel(JsonNode node) {
    return node.path("type").asText().equals("ByteLevel")
        && !node.path("add_prefix_space").asBoolean(true);
  }

  /** Empty if some token asks for stripping or word borders. */
  private Optional<List<BpeDefinition.Added>> added() {
    List<BpeDefinition.Added> added = new ArrayList<>();
    for (JsonNode token : root.path("added_tokens")) {
      String text = token.path("content").asText();
      if (text.isEmpty()
          || token.path("single_word").asBoolean(false)
          || token.path("lstrip").asBoolean(false)
          || token.path("rstrip").asBoolean(false)) {
        return Optional.empty();
      }
      int id = id(text, token.path("id"));
      boolean special = token.path("special").asBoolean(false);
      added.add(
          new BpeDefinition.Added(text, id, special, token.path("normalized").asBoolean(!special)));
    }
    return Optional.of(added);
  }

  private static int id(String entry, JsonNode id) {
    if (!id.isIntegralNumber()
        || !id.canConvertToInt()
        || id.intValue() < 0
        || id.intValue() >= MOST_IDS) {
      throw new CorruptDataException(
          "Cannot read tokenizer.json: token '"
              + entry
              + "' has id "
              + id
              + "; expected 0 to "
              + (MOST_IDS - 1));
    }
    return id.intValue();
  }

  private void readVocabulary() {
    Map<Integer, String> entries = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : model.path("vocab").properties()) {
      int id = id(field.getKey(), field.getValue());
      String other = entries.putIfAbsent(id, field.getKey());
      if (other != null) {
        throw new CorruptDataException(
            "Cannot read tokenizer.json: tokens '"
                + other
                + "' and '"
                + field.getKey()
                + "' share the id "
                + id);
      }
      ids.put(field.getKey(), id);
    }
  }

  private int size(List<BpeDefinition.Added> added) {
    int size = 0;
    for (int id : ids.values()) {
      size = Math.max(size, id + 1);
    }
    for (BpeDefinition.Added token : added) {
      size = Math.max(size, token.id() + 1);
    }
    return size;
  }

  /** Empty if a merge works on tokens outside the byte alphabet. */
  private Optional<List<BpeVocabulary.Merge>> merges(byte[][] mergeable) {
    List<BpeVocabulary.Merge> merges = new ArrayList<>();
    for (JsonNode merge : model.path("merges")) {
      String left;
      String right;
      if (merge.isArray() && merge.size() == 2) {
        left = merge.get(0).asText();
        right = merge.get(1).asText();
      } else {
        String text = merge.asText();
        int space = text.indexOf(' ');
        if (!merge.isTextual() || space < 0 || space != text.lastIndexOf(' ')) {
          throw new CorruptDataException(
              "Cannot read tokenizer.json: merge "
                  + merges.size()
                  + " is "
                  + merge
                  + "; expected two tokens");
        }
        left = text.substring(0, space);
        right = text.substring(space + 1);
      }
      int leftId = known(left, merges.size());
      int rightId = known(right, merges.size());
      int result = known(left + right, merges.size());
      if (mergeable[leftId] == null || mergeable[rightId] == null || mergeable[result] == null) {
        return Optional.empty();
      }
      merges.add(new BpeVocabulary.Merge(leftId, rightId, result));
    }
    return Optional.of(merges);
  }

  private int known(String token, int merge) {
    Integer id = ids.get(token);
    if (id == null) {
      throw new CorruptDataException(
          "Cannot read tokenizer.json: merge "
              + merge
              + " needs the token '"
              + token
              + "', which the vocabulary does not have");
    }
    return id;
  }
}
