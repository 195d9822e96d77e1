package org.gristmill.tokenization.stream;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.gristmill.common.CorruptDataException;

/**
 * {@code plan.json}: a {@link MixSpec} as JSON, UTF-8, keys in a fixed order, indented by two
 * spaces. The seed is written as a string, since many JSON readers lose digits of 64-bit numbers.
 */
public final class MixSpecJson {
  /** The file's name beside shards. */
  public static final String FILE = "plan.json";

  private static final int FORMAT_VERSION = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private MixSpecJson() {}

  /** The file's bytes. */
  public static byte[] write(MixSpec spec) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("formatVersion", FORMAT_VERSION);
    root.put("sequenceLength", spec.sequenceLength());
    root.put("windowRows", spec.windowRows());
    root.put("seed", Long.toString(spec.seed()));
    root.put("packing", spec.packing());
    root.put("validationFraction", spec.validationFraction());
    spec.validationTokens().ifPresent(tokens -> root.put("validationTokens", tokens));
    root.put("shardBytes", spec.shardBytes());
    root.put("padId", spec.padId());
    root.put("vocabularySize", spec.vocabularySize());
    root.put("tokenizerFingerprint", spec.tokenizerFingerprint());
    ObjectNode specials = root.putObject("specialTokens");
    spec.specialTokens().forEach(specials::put);
    var strata = root.putArray("strata");
    for (StratumBudget budget : spec.strata()) {
      ObjectNode entry = strata.addObject().put("stratum", budget.stratum());
      entry.put("tokens", budget.tokens()).put("whole", budget.whole());
    }
    try {
      DefaultIndenter indent = new DefaultIndenter("  ", "\n");
      String text =
          JSON.writer(
                  new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent))
              .writeValueAsString(root);
      return (text + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads the file's bytes, strictly.
   *
   * @param name the file's name for messages
   * @throws CorruptDataException if a key is missing, unknown or of the wrong type
   */
  public static MixSpec read(byte[] json, String name) {
    JsonNode root;
    try {
      root = JSON.readTree(json);
    } catch (IOException e) {
      throw new CorruptDataException("Cannot read " + name + ": not JSON", e);
    }
    return new Reader(name, root).spec();
  }

  /** Takes keys out of one object and complains about what is left. */
  private static final class Reader {
    private final String name;
    private final JsonNode node;
    private final Set<String> unread = new HashSet<>();

    Reader(String name, JsonNode node) {
      this.name = name;
      this.node = node;
      if (node == null || !node.isObject()) {
        throw new CorruptDataException("Cannot read " + name + ": expected a JSON object");
      }
      node.fieldNames().forEachRemaining(unread::add);
    }

    MixSpec spec() {
      int version = integer("formatVersion");
      if (version != FORMAT_VERSION) {
        throw new CorruptDataException(
            "Cannot read " + name + ": formatVersion " + version + "; expected " + FORMAT_VERSION);
      }
      TreeMap<String, Integer> specials = new TreeMap<>();
      Reader specialTokens = new Reader(name, required("specialTokens"));
      for (String token : Set.copyOf(specialTokens.unread)) {
        specials.put(token, specialTokens.integer(token));
      }
      List<StratumBudget> strata = new ArrayList<>();
      for (JsonNode entry : required("strata")) {
        Reader reader = new Reader(name, entry);
        strata.add(
            new StratumBudget(reader.text("stratum"), reader.wide("tokens"), reader.flag("whole")));
        reader.finish();
      }
      Optional<Long> validation =
          node.has("validationTokens") ? Optional.of(wide("validationTokens")) : Optional.empty();
      MixSpec spec =
          new MixSpec(
              strata,
              integer("sequenceLength"),
              integer("windowRows"),
              seed(),
              text("packing"),
              fraction("validationFraction"),
              validation,
              wide("shardBytes"),
              integer("padId"),
              integer("vocabularySize"),
              text("tokenizerFingerprint"),
              specials);
      finish();
      return spec;
    }

    private long seed() {
      try {
        return Long.parseLong(text("seed"));
      } catch (NumberFormatException e) {
        throw wrong("seed", "a 64-bit integer in a string");
      }
    }

    private JsonNode required(String key) {
      unread.remove(key);
      JsonNode value = node.get(key);
      if (value == null) {
        throw new CorruptDataException("Cannot read " + name + ": key '" + key + "' is missing");
      }
      return value;
    }

    private int integer(String key) {
      JsonNode value = required(key);
      if (!value.isIntegralNumber() || !value.canConvertToInt()) {
        throw wrong(key, "a 32-bit integer");
      }
      return value.intValue();
    }

    private long wide(String key) {
      JsonNode value = required(key);
      if (!value.isIntegralNumber() || !value.canConvertToLong()) {
        throw wrong(key, "a 64-bit integer");
      }
      return value.longValue();
    }

    private double fraction(String key) {
      JsonNode value = required(key);
      if (!value.isNumber()) {
        throw wrong(key, "a number");
      }
      return value.doubleValue();
    }

    private String text(String key) {
      JsonNode value = required(key);
      if (!value.isTextual()) {
        throw wrong(key, "a string");
      }
      return value.textValue();
    }

    private boolean flag(String key) {
      JsonNode value = required(key);
      if (!value.isBoolean()) {
        throw wrong(key, "true or false");
      }
      return value.booleanValue();
    }

    private CorruptDataException wrong(String key, String expected) {
      return new CorruptDataException(
          "Cannot read "
              + name
              + ": key '"
              + key
              + "' is "
              + node.get(key)
              + "; expected "
              + expected);
    }

    private void finish() {
      if (!unread.isEmpty()) {
        throw new CorruptDataException("Cannot read " + name + ": unknown keys " + unread);
      }
    }
  }
}
