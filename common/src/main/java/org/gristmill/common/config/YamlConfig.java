package org.gristmill.common.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.util.List;
import org.gristmill.common.ConfigException;

/**
 * Strict YAML and JSON: duplicate keys, anchors, several documents in one file and numbers that do
 * not fit are errors. Thread-safe.
 */
public final class YamlConfig {
  // Only true and false are booleans: a domain may be called no.
  private static final YAMLFactory YAML =
      new YAMLFactory().enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS);
  private static final JsonFactory JSON = new JsonFactory();

  private YamlConfig() {}

  /**
   * Parses a YAML file.
   *
   * @param fileName name for messages
   * @param text content of the file
   * @return the root
   * @throws ConfigException if the text is no YAML, or ambiguous
   */
  public static ConfigTree parse(String fileName, String text) {
    return TreeReader.file(YAML, fileName, text);
  }

  /**
   * Parses a JSON file.
   *
   * @param fileName name for messages
   * @param text content of the file
   * @return the root
   * @throws ConfigException if the text is no JSON, or ambiguous
   */
  public static ConfigTree parseJson(String fileName, String text) {
    return TreeReader.file(JSON, fileName, text);
  }

  /**
   * Applies assignments of the command line, first to last.
   *
   * @param tree what the file says
   * @param overrides {@code key.key=value} each; list items by number or by their {@code name};
   *     keys with dots in double quotes; values in YAML. Whether the key means anything is decided
   *     when the tree is read into a record
   * @return the tree with the values replaced
   * @throws ConfigException if an assignment is malformed or leads through a scalar
   */
  public static ConfigTree override(ConfigTree tree, List<String> overrides) {
    ConfigTree result = tree;
    for (String assignment : overrides) {
      result = Assignment.parse(assignment).applyTo(result);
    }
    return result;
  }

  static ConfigTree fragment(String source, String path, String text) {
    return TreeReader.fragment(YAML, source, path, text);
  }
}
