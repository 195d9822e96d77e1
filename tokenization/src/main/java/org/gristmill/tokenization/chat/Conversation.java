package org.gristmill.tokenization.chat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.gristmill.common.config.CanonicalJson;

/**
 * Messages whose speakers take turns: a system message or none, then user and assistant in turn;
 * behind an assistant also answers of tools, which the assistant answers in turn. At least one
 * message is the assistant's.
 *
 * @param messages all messages
 */
public record Conversation(List<Message> messages) {
  /** Name of the kind of documents that hold one. */
  public static final String KIND = "conversation";

  private static final MessageReader READER = new MessageReader("conversation");

  /**
   * Copies and checks the messages.
   *
   * @throws BadConversationException if they are out of order, or none is the assistant's
   */
  public Conversation {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw READER.bad(Defect.EMPTY, "it has no messages", "at least a question and an answer");
    }
    READER.requireTurns(messages);
    if (messages.stream().noneMatch(message -> message.role() == Role.ASSISTANT)) {
      throw READER.bad(
          Defect.NO_ANSWER, "the assistant says nothing", "at least one message of the assistant");
    }
  }

  /**
   * Reads a conversation from JSON in UTF-8.
   *
   * @throws BadConversationException if it is none
   */
  public static Conversation parse(byte[] json) {
    return of(READER.tree(json));
  }

  /**
   * Reads a conversation from a JSON tree.
   *
   * @param node a list of messages, or an object with that list as {@code messages}; other keys are
   *     left aside
   * @throws BadConversationException if it is none
   */
  public static Conversation of(JsonNode node) {
    return new Conversation(messages(node));
  }

  /**
   * Reads what comes before an answer: the messages of a conversation that has no answer yet, or
   * all but the last one of a conversation that ends with an answer.
   *
   * @param node as for {@link #of}
   * @return at least one message, the last one not the assistant's
   * @throws BadConversationException if it is none
   */
  public static List<Message> promptOf(JsonNode node) {
    List<Message> messages = messages(node);
    READER.requireTurns(messages);
    int last = messages.size() - 1;
    if (last >= 0 && messages.get(last).role() == Role.ASSISTANT) {
      messages = messages.subList(0, last);
    }
    if (messages.isEmpty()) {
      throw READER.bad(Defect.EMPTY, "it has no messages", "at least a question");
    }
    return messages;
  }

  private static List<Message> messages(JsonNode node) {
    return READER.messages(node.isObject() ? node.path("messages") : node, "messages");
  }

  /**
   * The one JSON text of this conversation: sorted keys, no white space, UTF-8. {@link #parse}
   * reads it back.
   */
  public byte[] toJson() {
    return CanonicalJson.of(Map.of("messages", messages.stream().map(Message::plain).toList()))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** What is said, without roles: the messages' contents, a newline between two. */
  public String text() {
    return messages.stream().map(Message::text).collect(Collectors.joining("\n"));
  }
}
