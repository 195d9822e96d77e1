package org.gristmill.common.config;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.ConfigException;

/**
 * One value of a configuration file (a section, a list or a scalar) that knows where it was
 * written. Every complaint about it names the file, the line and the key. Immutable and
 * thread-safe.
 */
public final class ConfigTree {
  private final Place place;
  private final String path;
  private final Object value;

  /**
   * Creates a node.
   *
   * @param value {@code Map<String, ConfigTree>}, {@code List<ConfigTree>}, String, Long, Double,
   *     Boolean or null
   */
  ConfigTree(Place place, String path, Object value) {
    this.place = place;
    this.path = path;
    this.value = value;
  }

  /**
   * Where the value was written.
   *
   * @return {@code file:line}, or {@code command line, --set ...}
   */
  public String where() {
    return place.toString();
  }

  /**
   * File the value was written in.
   *
   * @return file name as given to the parser, or the words for another origin
   */
  public String source() {
    return place.source();
  }

  /**
   * Line the value starts on.
   *
   * @return line from 1; 0 if it does not come from a file
   */
  public int line() {
    return place.line();
  }

  /**
   * Keys that lead to the value.
   *
   * @return names joined by dots, list items as {@code [0]}; empty for the root
   */
  public String path() {
    return path;
  }

  /**
   * Says whether this is a section.
   *
   * @return true if it has keys
   */
  public boolean isSection() {
    return value instanceof Map;
  }

  /**
   * Says whether this is a list.
   *
   * @return true if it has items
   */
  public boolean isList() {
    return value instanceof List;
  }

  /**
   * Says whether this is text.
   *
   * @return true for a string
   */
  public boolean isText() {
    return value instanceof String;
  }

  /**
   * Says whether this is a number.
   *
   * @return true for a whole or decimal number
   */
  public boolean isNumber() {
    return value instanceof Number;
  }

  /**
   * Says whether the key stands there without a value.
   *
   * @return true for null
   */
  public boolean isNull() {
    return value == null;
  }

  /**
   * Names of the keys of a section.
   *
   * @return keys in file order
   * @throws ConfigException if this is not a section
   */
  public List<String> keys() {
    return List.copyOf(entries().keySet());
  }

  /**
   * Keys and values of a section.
   *
   * @return unmodifiable map in file order
   * @throws ConfigException if this is not a section
   */
  @SuppressWarnings("unchecked") // only TreeReader and Overrides build maps, always of this type
  public Map<String, ConfigTree> entries() {
    if (!(value instanceof Map)) {
      throw mismatch("a section of keys");
    }
    return Collections.unmodifiableMap((Map<String, ConfigTree>) value);
  }

  /**
   * Items of a list.
   *
   * @return unmodifiable list
   * @throws ConfigException if this is not a list
   */
  @SuppressWarnings("unchecked") // only TreeReader and Overrides build lists, always of this type
  public List<ConfigTree> items() {
    if (!(value instanceof List)) {
      throw mismatch("a list");
    }
    return Collections.unmodifiableList((List<ConfigTree>) value);
  }

  /**
   * Value of a key that must be there.
   *
   * @param key name of the key
   * @return its value
   * @throws ConfigException if this is not a section or lacks the key
   */
  public ConfigTree at(String key) {
    return find(key).orElseThrow(() -> error("Missing key '" + inside(key) + "'"));
  }

  /**
   * Value of a key that may be left out.
   *
   * @param key name of the key
   * @return its value, or empty
   * @throws ConfigException if this is not a section
   */
  public Optional<ConfigTree> find(String key) {
    return Optional.ofNullable(entries().get(key));
  }

  /**
   * The value as text.
   *
   * @return the string
   * @throws ConfigException if it is anything else; a number or true/false is not text
   */
  public String asText() {
    if (value instanceof String text) {
      return text;
    }
    boolean scalar = value instanceof Number || value instanceof Boolean;
    throw mismatch(scalar ? "text (put it in quotes)" : "text");
  }

  /**
   * The value as a whole number.
   *
   * @return the number
   * @throws ConfigException if it is anything else, or beyond 64 bits
   */
  public long asLong() {
    if (value instanceof Long number) {
      return number;
    }
    throw mismatch("a whole number");
  }

  /**
   * The value as a whole number of 32 bits.
   *
   * @return the number
   * @throws ConfigException if it is anything else, or too large
   */
  public int asInt() {
    long number = asLong();
    if (number < Integer.MIN_VALUE || number > Integer.MAX_VALUE) {
      throw mismatch("a whole number below 2147483648");
    }
    return (int) number;
  }

  /**
   * The value as a number.
   *
   * @return the number, finite
   * @throws ConfigException if it is anything else
   */
  public double asDouble() {
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw mismatch("a number");
  }

  /**
   * The value as a switch.
   *
   * @return true or false
   * @throws ConfigException if it is anything else; yes, no, on, off, 0 and 1 are not accepted
   */
  public boolean asBoolean() {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw mismatch("true or false");
  }

  /**
   * Reads the section into a record: keys are the component names in snake case; a key left out
   * takes the component's {@link Default}, or empty for an {@code Optional}, and is an error
   * otherwise. Components may be String, int, long, double, boolean, enums (lower-case names),
   * {@code ConfigTree}, other records, and {@code Optional}, {@code List} and {@code Map<String,
   * ...>} of these.
   *
   * @param type record class
   * @param <T> the record
   * @return the record
   * @throws ConfigException on an unknown or missing key, a wrong type, or a value the record
   *     refuses
   */
  public <T> T as(Class<T> type) {
    return type.cast(RecordReader.read(this, type));
  }

  /**
   * Refuses keys that mean nothing.
   *
   * @param known the keys that do
   * @throws ConfigException for the first other key, with the nearest known one
   */
  public void allowOnly(Collection<String> known) {
    for (Map.Entry<String, ConfigTree> entry : entries().entrySet()) {
      if (!known.contains(entry.getKey())) {
        throw entry
            .getValue()
            .error(
                "Unknown key '"
                    + entry.getValue().path
                    + "'"
                    + Nearest.hint(entry.getKey(), known));
      }
    }
  }

  /**
   * Words an error about this value.
   *
   * @param message what is wrong
   * @return the exception to throw: {@code file:line: message}
   */
  public ConfigException error(String message) {
    return new ConfigException(place + ": " + message);
  }

  /**
   * Words an error with its cause.
   *
   * @param message what is wrong
   * @param cause what revealed it
   * @return the exception to throw: {@code file:line: message}
   */
  public ConfigException error(String message, Throwable cause) {
    return new ConfigException(place + ": " + message, cause);
  }

  /**
   * Replaces the keys of a section.
   *
   * @param entries new keys and values
   * @return a section at the same place
   */
  public ConfigTree withEntries(Map<String, ConfigTree> entries) {
    return with(new LinkedHashMap<>(entries));
  }

  /**
   * The value without places: maps, lists and scalars.
   *
   * @return {@code Map}, {@code List}, String, Long, Double, Boolean or null
   */
  public Object plain() {
    if (value instanceof Map) {
      Map<String, Object> map = new LinkedHashMap<>();
      entries().forEach((key, child) -> map.put(key, child.plain()));
      return map;
    }
    if (value instanceof List) {
      return items().stream().map(ConfigTree::plain).toList();
    }
    return value;
  }

  /** Two trees are equal if their plain values are; places do not count. */
  @Override
  public boolean equals(Object other) {
    return other instanceof ConfigTree tree
        && CanonicalJson.of(this).equals(CanonicalJson.of(tree));
  }

  @Override
  public int hashCode() {
    return CanonicalJson.of(this).hashCode();
  }

  @Override
  public String toString() {
    return CanonicalJson.of(this);
  }

  Place place() {
    return place;
  }

  Object rawValue() {
    return value;
  }

  String inside(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  ConfigTree with(Object newValue) {
    return new ConfigTree(place, path, newValue);
  }

  ConfigException mismatch(String expected) {
    String name = path.isEmpty() ? "the file" : "'" + path + "'";
    return error("Cannot read " + name + ": found " + describe() + "; expected " + expected);
  }

  private String describe() {
    if (value instanceof Map) {
      return "a section";
    }
    if (value instanceof List) {
      return "a list";
    }
    if (value instanceof String text) {
      return "text '" + (text.length() > 60 ? text.substring(0, 57) + "..." : text) + "'";
    }
    return value == null ? "no value" : value.toString();
  }
}
