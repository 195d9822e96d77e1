package org.gristmill.tokenization.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What one speaker says before the next one does.
 *
 * @param role who speaks
 * @param parts what is said, in order, at least one part; of an assistant any, of the others
 *     exactly one of text
 */
public record Message(Role role, List<Part> parts) {
  /**
   * Copies and checks the parts.
   *
   * @throws IllegalArgumentException if the role cannot have them
   */
  public Message {
    parts = List.copyOf(parts);
    boolean text = parts.size() == 1 && parts.get(0).type() == Part.Type.TEXT;
    if (parts.isEmpty() || (role != Role.ASSISTANT && !text)) {
      throw new IllegalArgumentException(
          "Cannot build a message of " + role.label() + " from " + parts + ": expected one text");
    }
  }

  /** A message of one text. */
  public static Message of(Role role, String text) {
    return new Message(role, List.of(new Part(Part.Type.TEXT, text)));
  }

  /** All parts, one straight after the other. */
  public String text() {
    if (parts.size() == 1) {
      return parts.get(0).text();
    }
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(part.text()));
    return text.toString();
  }

  /** The form that is written as JSON: a single text stands for itself. */
  Map<String, Object> plain() {
    if (parts.size() == 1 && parts.get(0).type() == Part.Type.TEXT) {
      return Map.of("role", role.label(), "content", parts.get(0).text());
    }
    List<Map<String, String>> list = new ArrayList<>();
    for (Part part : parts) {
      list.add(Map.of("type", part.type().label(), "text", part.text()));
    }
    return Map.of("role", role.label(), "content", list);
  }
}
