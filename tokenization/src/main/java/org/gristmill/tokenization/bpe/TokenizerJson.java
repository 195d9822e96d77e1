package org.gristmill.tokenization.bpe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.gristmill.common.CorruptDataException;
import org.gristmill.tokenization.Tokenizer;

/**
 * The {@code tokenizer.json} of Hugging Face's tokenizers: written for our own vocabularies, read
 * for every byte-level BPE that {@link ByteLevelBpe} covers.
 */
public final class TokenizerJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  private TokenizerJson() {}

  /**
   * The file's bytes: UTF-8, indented by two spaces, "\n" at line ends, special tokens both in the
   * vocabulary and as added tokens. Merges are written as "left right", which old and new readers
   * understand.
   */
  public static byte[] write(BpeVocabulary vocabulary) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("version", "1.0").putNull("truncation").putNull("padding");
    ArrayNode added = root.putArray("added_tokens");
    int first = vocabulary.firstSpecial();
    for (int i = 0; i < vocabulary.specialTokens().size(); i++) {
      addSpecial(added, vocabulary.specialTokens().get(i), first + i);
    }
    root.putNull("normalizer");
    addSplitterAndDecoder(root, vocabulary.pattern());
    root.set("model", model(vocabulary));
    return write(root);
  }

  /** One special token among the added ones. */
  static void addSpecial(ArrayNode added, String token, int id) {
    added
        .addObject()
        .put("id", id)
        .put("content", token)
        .put("single_word", false)
        .put("lstrip", false)
        .put("rstrip", false)
        .put("normalized", false)
        .put("special", true);
  }

  /** What stands between normalizer and model. */
  static void addSplitterAndDecoder(ObjectNode root, PreTokenizer.Pattern pattern) {
    root.set("pre_tokenizer", splitter(pattern));
    root.putNull("post_processor");
    root.putObject("decoder")
        .put("type", "ByteLevel")
        .put("add_prefix_space", true)
        .put("trim_offsets", true)
        .put("use_regex", true);
  }

  /** A tree as the file's bytes. */
  public static byte[] write(JsonNode root) {
    try {
      String text =
          JSON.writer(
                  new com.fasterxml.jackson.core.util.DefaultPrettyPrinter()
                      .withObjectIndenter(
                          new com.fasterxml.jackson.core.util.DefaultIndenter("  ", "\n"))
                      .withArrayIndenter(
                          new com.fasterxml.jackson.core.util.DefaultIndenter("  ", "\n")))
              .writeValueAsString(root);
      return (text + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode splitter(PreTokenizer.Pattern pattern) {
    ObjectNode byteLevel =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", "ByteLevel")
            .put("add_prefix_space", false)
            .put("trim_offsets", true);
    if (pattern == PreTokenizer.Pattern.GPT2) {
      return byteLevel.put("use_regex", true);
    }
    ObjectNode sequence = JsonNodeFactory.instance.objectNode().put("type", "Sequence");
    ArrayNode steps = sequence.putArray("pretokenizers");
    pattern.steps().forEach(step -> addStep(steps, step));
    steps.add(byteLevel.put("use_regex", false));
    return sequence;
  }

  /** A cut: a regular expression that isolates, or {@link PreTokenizer.Pattern#DIGITS}. */
  public static void addStep(ArrayNode steps, String step) {
    if (step.equals(PreTokenizer.Pattern.DIGITS)) {
      steps.addObject().put("type", "Digits").put("individual_digits", true);
      return;
    }
    ObjectNode split = steps.addObject().put("type", "Split");
    split.putObject("pattern").put("Regex", step);
    split.put("behavior", "Isolated").put("invert", false);
  }

  private static ObjectNode model(BpeVocabulary vocabulary) {
    ObjectNode model = JsonNodeFactory.instance.objectNode().put("type", "BPE");
    model.putNull("dropout").putNull("unk_token");
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", false);
    ObjectNode entries = model.putObject("vocab");
    for (int id = 0; id < vocabulary.tokens().size(); id++) {
      String entry =
          vocabulary.isSpecial(id)
              ? vocabulary.specialTokens().get(id - vocabulary.firstSpecial())
              : ByteAlphabet.write(vocabulary.tokens().get(id));
      entries.put(entry, id);
    }
    ArrayNode merges = model.putArray("merges");
    for (BpeVocabulary.Merge merge : vocabulary.merges()) {
      merges.add(
          ByteAlphabet.write(vocabulary.tokens().get(merge.left()))
              + " "
              + ByteAlphabet.write(vocabulary.tokens().get(merge.right())));
    }
    return model;
  }

  /**
   * Parses the file into a tree.
   *
   * @throws CorruptDataException if it is not one JSON object with a model
   */
  public static JsonNode parse(byte[] json) {
    try {
      JsonNode root = JSON.readTree(json);
      if (root == null || !root.isObject() || !root.path("model").isObject()) {
        throw new CorruptDataException(
            "Cannot read tokenizer.json: it has no model; expected one JSON object with a 'model'");
      }
      return root;
    } catch (IOException e) {
      String reason =
          e instanceof JsonProcessingException j ? j.getOriginalMessage() : e.getMessage();
      throw new CorruptDataException("Cannot read tokenizer.json: " + reason, e);
    }
  }

  /**
   * The fast tokenizer for a tree, if this implementation covers everything it asks for.
   *
   * @throws CorruptDataException if ids, merges or entries contradict each other
   */
  public static Optional<Tokenizer> fastTokenizer(JsonNode root) {
    return new TokenizerJsonReader(root).read().map(ByteLevelBpe::new);
  }

  /** The fast tokenizer of a vocabulary trained here. */
  public static Tokenizer tokenizer(BpeVocabulary vocabulary) {
    return fastTokenizer(parse(write(vocabulary)))
        .orElseThrow(
            () -> new IllegalStateException("A vocabulary trained here is always covered"));
  }

  /** See {@link Tokenizer#fingerprint}. */
  public static String fingerprint(JsonNode root) {
    try {
      byte[] canonical = JSON.writeValueAsBytes(JSON.treeToValue(root, TreeMap.class));
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(canonical);
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (JsonProcessingException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The field names of an object, as a set. */
  static Set<String> names(JsonNode node) {
    Set<String> names = new HashSet<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
