package org.gristmill.tokenization.chat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads messages from JSON: objects of a role and a content, where the content is a string or a
 * list of parts {@code {type, text}}. Other keys are labels and left aside, except calls written
 * beside the content, which would be lost.
 */
final class MessageReader {
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final List<String> CALLS = List.of("tool_calls", "function_call");

  private final String what;

  /**
   * Creates a reader.
   *
   * @param what what is read, for messages: "conversation" or "preference pair"
   */
  MessageReader(String what) {
    this.what = what;
  }

  /** The tree of a JSON text. */
  JsonNode tree(byte[] utf8) {
    try {
      JsonNode tree = JSON.readTree(utf8);
      if (tree.isMissingNode()) {
        throw bad(Defect.INVALID_JSON, "there is no JSON", "one value");
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw bad(Defect.INVALID_JSON, e.getOriginalMessage(), "one JSON value");
    } catch (IOException e) {
      throw bad(Defect.INVALID_JSON, e.getMessage(), "one JSON value in UTF-8");
    }
  }

  /** The messages of a list. */
  List<Message> messages(JsonNode list, String name) {
    if (!list.isArray()) {
      throw bad(Defect.WRONG_TYPE, name + " is " + kind(list), "a list of {\"role\", \"content\"}");
    }
    List<Message> messages = new ArrayList<>();
    for (JsonNode message : list) {
      messages.add(message(message, "message " + messages.size() + of(name)));
    }
    return messages;
  }

  private static String of(String name) {
    return name.equals("messages") ? "" : " of " + name;
  }

  private Message message(JsonNode node, String where) {
    if (!node.isObject()) {
      throw bad(
          Defect.WRONG_TYPE, where + " is " + kind(node), "an object {\"role\", \"content\"}");
    }
    JsonNode label = node.path("role");
    if (!label.isTextual()) {
      throw bad(Defect.UNKNOWN_ROLE, "the role of " + where + " is " + kind(label), roles());
    }
    Role role =
        Role.ofLabel(label.asText())
            .orElseThrow(
                () ->
                    bad(
                        Defect.UNKNOWN_ROLE,
                        where + " has the role '" + label.asText() + "'",
                        roles()));
    String speaker = where + " (" + role.label() + ")";
    for (String call : CALLS) {
      if (!node.path(call).isMissingNode() && !node.path(call).isEmpty()) {
        throw bad(Defect.UNKNOWN_PART, speaker + " has " + call, "calls as parts of type python");
      }
    }
    List<Part> parts = parts(node.path("content"), role, speaker);
    if (parts.stream().allMatch(part -> part.text().isEmpty())) {
      throw bad(Defect.EMPTY, speaker + " is empty", "some content");
    }
    return new Message(role, parts);
  }

  private List<Part> parts(JsonNode content, Role role, String speaker) {
    if (content.isTextual() || content.isBinary()) {
      return List.of(new Part(Part.Type.TEXT, text(content, "the content of " + speaker)));
    }
    if (!content.isArray()) {
      throw bad(
          Defect.WRONG_TYPE,
          "the content of " + speaker + " is " + kind(content),
          "a string or a list of {\"type\", \"text\"}");
    }
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < content.size(); i++) {
      Part part = part(content.get(i), role, "part " + i + " of " + speaker);
      if (part.type() != Part.Type.TEXT || !part.text().isEmpty()) {
        parts.add(part);
      }
    }
    return role == Role.ASSISTANT || parts.size() < 2
        ? parts
        : List.of(
            new Part(Part.Type.TEXT, parts.stream().map(Part::text).collect(Collectors.joining())));
  }

  private Part part(JsonNode node, Role role, String where) {
    if (!node.isObject()) {
      throw bad(Defect.WRONG_TYPE, where + " is " + kind(node), "an object {\"type\", \"text\"}");
    }
    JsonNode label = node.path("type");
    Set<String> known = new TreeSet<>();
    for (Part.Type type : Part.Type.values()) {
      if (role == Role.ASSISTANT || type == Part.Type.TEXT) {
        known.add(type.label());
      }
    }
    if (!label.isTextual() || !known.contains(label.asText())) {
      throw bad(
          Defect.UNKNOWN_PART,
          where + " has the type " + (label.isTextual() ? "'" + label.asText() + "'" : kind(label)),
          String.join(", ", known));
    }
    return new Part(
        Part.Type.ofLabel(label.asText()).orElseThrow(),
        text(node.path("text"), "the text of " + where));
  }

  /** The well-formed text of a JSON string; bytes stand for a string that is not UTF-8. */
  String text(JsonNode node, String name) {
    if (node.isBinary()) {
      throw bad(Defect.INVALID_TEXT, name + " is not UTF-8", "well-formed Unicode");
    }
    if (!node.isTextual()) {
      throw bad(Defect.WRONG_TYPE, name + " is " + kind(node), "a string");
    }
    String text = node.textValue();
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
          throw bad(
              Defect.INVALID_TEXT, name + " holds an unpaired surrogate", "well-formed Unicode");
        }
        i++;
      }
    }
    return text;
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case MISSING -> "missing";
      case NULL -> "null";
      case ARRAY -> "a list";
      case OBJECT, POJO -> "an object";
      case STRING -> "a string";
      case BINARY -> "bytes that are not UTF-8";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
    };
  }

  private static String roles() {
    return "system, user, assistant or tool";
  }

  /** Refuses what does not let speakers take turns. */
  void requireTurns(List<Message> messages) {
    for (int i = 0; i < messages.size(); i++) {
      Role role = messages.get(i).role();
      Role before = i == 0 ? null : messages.get(i - 1).role();
      List<Role> expected = successors(before);
      if (!expected.contains(role)) {
        throw bad(
            Defect.ROLES_OUT_OF_ORDER,
            "message "
                + i
                + " has the role "
                + role.label()
                + (before == null ? "" : " after " + before.label()),
            expected.stream().map(Role::label).collect(Collectors.joining(" or ")));
      }
    }
  }

  private static List<Role> successors(Role role) {
    if (role == null) {
      return List.of(Role.SYSTEM, Role.USER);
    }
    return switch (role) {
      case SYSTEM -> List.of(Role.USER);
      case USER -> List.of(Role.ASSISTANT);
      case ASSISTANT -> List.of(Role.USER, Role.TOOL);
      case TOOL -> List.of(Role.ASSISTANT, Role.TOOL);
    };
  }

  /** The exception for a defect. */
  BadConversationException bad(Defect defect, String reason, String expected) {
    return new BadConversationException(defect, what, reason + "; expected " + expected);
  }
}
