package org.gristmill.common.config;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * JSON with one spelling per value, the input of fingerprints and the form of manifests: keys
 * sorted by code unit, record components in snake case, enums in lower case, empty optionals left
 * out, numbers without exponent or trailing zeros (so 1 and 1.0 are the same), non-ASCII characters
 * as they are. Accepts records, maps with text keys, collections, arrays, {@link ConfigTree},
 * strings, numbers, booleans and enums.
 */
public final class CanonicalJson {
  private final StringBuilder out = new StringBuilder();
  private final boolean indented;

  private CanonicalJson(boolean indented) {
    this.indented = indented;
  }

  /**
   * Writes a value on one line without spaces.
   *
   * @param value what to write
   * @return the JSON text
   * @throws IllegalArgumentException if it holds something JSON has no form for
   */
  public static String of(Object value) {
    CanonicalJson json = new CanonicalJson(false);
    json.write(value, 0);
    return json.out.toString();
  }

  /**
   * Writes a value for people: indented by two spaces, a newline at the end.
   *
   * @param value what to write
   * @return the JSON text
   * @throws IllegalArgumentException if it holds something JSON has no form for
   */
  public static String pretty(Object value) {
    CanonicalJson json = new CanonicalJson(true);
    json.write(value, 0);
    return json.out.append('\n').toString();
  }

  private void write(Object value, int depth) {
    if (value instanceof ConfigTree tree) {
      write(tree.plain(), depth);
    } else if (value instanceof Optional<?> optional) {
      write(optional.orElse(null), depth);
    } else if (value instanceof Record record) {
      writeMap(components(record), depth);
    } else if (value instanceof Map<?, ?> map) {
      writeMap(sorted(map), depth);
    } else if (value instanceof Collection<?> collection) {
      writeList(new ArrayList<>(collection), depth);
    } else if (value != null && value.getClass().isArray()) {
      List<Object> items = new ArrayList<>();
      for (int i = 0; i < Array.getLength(value); i++) {
        items.add(Array.get(value, i));
      }
      writeList(items, depth);
    } else {
      writeScalar(value);
    }
  }

  private void writeScalar(Object value) {
    if (value == null) {
      out.append("null");
    } else if (value instanceof CharSequence || value instanceof Character) {
      writeText(value.toString());
    } else if (value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof Enum<?> constant) {
      writeText(RecordReader.Keys.ofEnum(constant));
    } else if (value instanceof Float || value instanceof Double) {
      writeDecimal(((Number) value));
    } else if (value instanceof Number) {
      out.append(new BigDecimal(value.toString()).toPlainString());
    } else {
      throw new IllegalArgumentException(
          "Cannot write " + value.getClass().getName() + " as JSON: expected a record or scalar");
    }
  }

  private void writeDecimal(Number number) {
    if (!Double.isFinite(number.doubleValue())) {
      throw new IllegalArgumentException(
          "Cannot write " + number + " as JSON: expected a finite number");
    }
    BigDecimal decimal = new BigDecimal(number.toString());
    out.append(decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString());
  }

  private void writeMap(Map<String, Object> map, int depth) {
    out.append('{');
    boolean first = true;
    for (Map.Entry<String, Object> entry : map.entrySet()) {
      separate(first, depth + 1);
      first = false;
      writeText(entry.getKey());
      out.append(indented ? ": " : ":");
      write(entry.getValue(), depth + 1);
    }
    close(first, depth, '}');
  }

  private void writeList(List<Object> items, int depth) {
    out.append('[');
    boolean first = true;
    for (Object item : items) {
      separate(first, depth + 1);
      first = false;
      write(item, depth + 1);
    }
    close(first, depth, ']');
  }

  private void separate(boolean first, int depth) {
    if (!first) {
      out.append(',');
    }
    if (indented) {
      out.append('\n').append("  ".repeat(depth));
    }
  }

  private void close(boolean empty, int depth, char bracket) {
    if (indented && !empty) {
      out.append('\n').append("  ".repeat(depth));
    }
    out.append(bracket);
  }

  private void writeText(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append("\\u00")
                .append(Character.forDigit(c >> 4, 16))
                .append(Character.forDigit(c & 15, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static Map<String, Object> components(Record record) {
    Map<String, Object> map = new TreeMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      Object value = accessor(record, component);
      if (!(value instanceof Optional<?> optional && optional.isEmpty())) {
        map.put(RecordReader.Keys.of(component), value);
      }
    }
    return map;
  }

  private static Object accessor(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "Cannot read component " + component.getName() + " of " + record.getClass(), e);
    }
  }

  private static Map<String, Object> sorted(Map<?, ?> map) {
    Map<String, Object> sorted = new TreeMap<>();
    map.forEach(
        (key, value) -> {
          if (!(value instanceof Optional<?> optional && optional.isEmpty())) {
            sorted.put(
                key instanceof Enum<?> e ? RecordReader.Keys.ofEnum(e) : (String) key, value);
          }
        });
    return sorted;
  }
}
