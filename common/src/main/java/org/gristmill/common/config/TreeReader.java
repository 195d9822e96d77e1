package org.gristmill.common.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gristmill.common.ConfigException;

/** Turns the tokens of one document into a tree; refuses what could be misread. */
final class TreeReader {
  private final JsonParser parser;
  private final String fixedSource;
  private final String fileName;

  private TreeReader(JsonParser parser, String fileName, String fixedSource) {
    this.parser = parser;
    this.fileName = fileName;
    this.fixedSource = fixedSource;
  }

  /** Reads a file: every node remembers its line. */
  static ConfigTree file(JsonFactory format, String fileName, String text) {
    return read(format, text, "", fileName, null);
  }

  /** Reads a short text that has no lines of its own, such as an option of the command line. */
  static ConfigTree fragment(JsonFactory format, String source, String path, String text) {
    return read(format, text, path, source, source);
  }

  private static ConfigTree read(
      JsonFactory format, String text, String path, String fileName, String fixedSource) {
    try (JsonParser parser = format.createParser(text)) {
      TreeReader reader = new TreeReader(parser, fileName, fixedSource);
      if (parser.nextToken() == null) {
        throw new ConfigException(
            reader.place(1) + ": Cannot read " + fileName + ": it is empty; expected keys");
      }
      ConfigTree tree = reader.node(path);
      if (parser.nextToken() != null) {
        throw reader.here(path).error("Found a second document; expected one per file");
      }
      return tree;
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      int line = at == null || fixedSource != null ? 0 : at.getLineNr();
      String problem = e.getOriginalMessage().lines().findFirst().orElse("it is malformed");
      throw new ConfigException(
          new Place(fileName, line) + ": Cannot read the text: " + problem, e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + fileName + ": " + e.getMessage(), e);
    }
  }

  private ConfigTree node(String path) throws IOException {
    if (parser instanceof YAMLParser yaml
        && (yaml.isCurrentAlias() || yaml.getObjectId() != null)) {
      throw here(path).error("Anchors and aliases are not supported; write the value out");
    }
    ConfigTree here = here(path);
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> here.with(section(path));
      case START_ARRAY -> here.with(list(path));
      case VALUE_STRING -> here.with(parser.getText());
      case VALUE_TRUE -> here.with(true);
      case VALUE_FALSE -> here.with(false);
      case VALUE_NULL -> here.with(null);
      case VALUE_NUMBER_INT -> here.with(whole(here));
      case VALUE_NUMBER_FLOAT -> here.with(decimal(here));
      default -> throw here.error("Cannot read " + token + "; expected a value");
    };
  }

  private Map<String, ConfigTree> section(String path) throws IOException {
    Map<String, ConfigTree> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Place place = here(path).place();
      String inside = path.isEmpty() ? key : path + "." + key;
      parser.nextToken();
      ConfigTree child = node(inside);
      // A block value starts below its key; the key's line is the one to look at.
      ConfigTree previous = map.put(key, new ConfigTree(place, inside, child.rawValue()));
      if (previous != null) {
        throw new ConfigException(
            place
                + ": Key '"
                + inside
                + "' stands here a second time; first at "
                + previous.where());
      }
    }
    return map;
  }

  private List<ConfigTree> list(String path) throws IOException {
    List<ConfigTree> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(path + "[" + items.size() + "]"));
    }
    return items;
  }

  private Long whole(ConfigTree here) throws IOException {
    try {
      return parser.getBigIntegerValue().longValueExact();
    } catch (ArithmeticException e) {
      throw here.error("Cannot read number " + parser.getText() + ": it has more than 64 bits", e);
    }
  }

  private Double decimal(ConfigTree here) throws IOException {
    double number = parser.getDoubleValue();
    if (!Double.isFinite(number)) {
      throw here.error(
          "Cannot read number " + parser.getText() + ": it is not finite; expected a number");
    }
    return number;
  }

  private ConfigTree here(String path) {
    return new ConfigTree(place(parser.currentTokenLocation().getLineNr()), path, null);
  }

  private Place place(int line) {
    return fixedSource == null ? new Place(fileName, line) : new Place(fixedSource, 0);
  }
}
