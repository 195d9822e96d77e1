package org.gristmill.tokenization.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gristmill.common.config.CanonicalJson;

/**
 * Two answers to one prompt, the first of them preferred.
 *
 * @param prompt the messages both answers follow; the last one is the user's or a tool's
 * @param chosen the preferred answer; the first message is the assistant's
 * @param rejected the other answer; the first message is the assistant's
 */
public record PreferencePair(List<Message> prompt, List<Message> chosen, List<Message> rejected) {
  /** Name of the kind of documents that hold one. */
  public static final String KIND = "preference";

  private static final MessageReader READER = new MessageReader("preference pair");

  /**
   * Copies and checks the messages.
   *
   * @throws BadConversationException if they are out of order, an answer is missing, or both are
   *     the same
   */
  public PreferencePair {
    prompt = List.copyOf(prompt);
    chosen = List.copyOf(chosen);
    rejected = List.copyOf(rejected);
    if (prompt.isEmpty()) {
      throw READER.bad(
          Defect.NO_PROMPT, "it has no prompt", "a prompt, or answers that begin with the same");
    }
    requireAnswer(chosen, "chosen");
    requireAnswer(rejected, "rejected");
    requireTurns(prompt, chosen);
    requireTurns(prompt, rejected);
    if (chosen.equals(rejected)) {
      throw READER.bad(Defect.EQUAL_ANSWERS, "chosen and rejected are equal", "two answers");
    }
  }

  private static void requireAnswer(List<Message> answer, String name) {
    if (answer.isEmpty()) {
      throw READER.bad(Defect.NO_ANSWER, name + " has no answer", "a message of the assistant");
    }
    Role first = answer.get(0).role();
    if (first != Role.ASSISTANT) {
      throw READER.bad(
          Defect.ROLES_OUT_OF_ORDER,
          name + " goes on with the role " + first.label() + " behind the prompt",
          "assistant");
    }
  }

  private static void requireTurns(List<Message> prompt, List<Message> answer) {
    READER.requireTurns(Stream.concat(prompt.stream(), answer.stream()).toList());
  }

  /**
   * Reads a pair from JSON in UTF-8.
   *
   * @throws BadConversationException if it is none
   */
  public static PreferencePair parse(byte[] json) {
    return of(READER.tree(json));
  }

  /**
   * Reads a pair from a JSON tree with {@code prompt}, {@code chosen} and {@code rejected}.
   *
   * @throws BadConversationException if it is none
   */
  public static PreferencePair of(JsonNode node) {
    if (!node.isObject()) {
      throw READER.bad(
          Defect.WRONG_TYPE, "it is no object", "{\"prompt\", \"chosen\", \"rejected\"}");
    }
    return of(node.path("prompt"), node.path("chosen"), node.path("rejected"));
  }

  /**
   * Reads a pair from its three values, each a string or a list of messages. Answers may begin with
   * the prompt's messages, or with more messages of which the prompt is only the end. Where there
   * is no prompt, it is what both answers begin with, up to the last message that the assistant is
   * to answer.
   *
   * @param prompt the prompt; null or missing if there is none
   * @throws BadConversationException if they are none
   */
  public static PreferencePair of(JsonNode prompt, JsonNode chosen, JsonNode rejected) {
    List<Message> first = messages(chosen, Role.ASSISTANT, "chosen");
    List<Message> second = messages(rejected, Role.ASSISTANT, "rejected");
    List<Message> shared = shared(first, second);
    if (prompt.isNull() || prompt.isMissingNode()) {
      return new PreferencePair(shared, behind(shared, first), behind(shared, second));
    }
    List<Message> asked = messages(prompt, Role.USER, "prompt");
    int from = shared.size() - asked.size();
    if (from > 0 && shared.subList(from, shared.size()).equals(asked)) {
      asked = shared;
    }
    return new PreferencePair(asked, behind(asked, first), behind(asked, second));
  }

  /**
   * Reads a pair of answers that begin with their prompt, each a list of messages.
   *
   * @throws BadConversationException if they are none
   */
  public static PreferencePair of(JsonNode chosen, JsonNode rejected) {
    return of(MissingNode.getInstance(), chosen, rejected);
  }

  private static List<Message> messages(JsonNode node, Role speaker, String name) {
    if (!node.isTextual() && !node.isBinary()) {
      return READER.messages(node, name);
    }
    String text = READER.text(node, name);
    if (text.isEmpty()) {
      throw READER.bad(Defect.EMPTY, name + " is empty", "some content");
    }
    return List.of(Message.of(speaker, text));
  }

  /** The messages of an answer that do not repeat the prompt. */
  private static List<Message> behind(List<Message> prompt, List<Message> answer) {
    boolean repeats =
        answer.size() >= prompt.size() && answer.subList(0, prompt.size()).equals(prompt);
    return repeats ? answer.subList(prompt.size(), answer.size()) : answer;
  }

  /** What both begin with, up to the last message that the assistant is to answer. */
  private static List<Message> shared(List<Message> first, List<Message> second) {
    int shared = 0;
    int most = Math.min(first.size(), second.size());
    while (shared < most && first.get(shared).equals(second.get(shared))) {
      shared++;
    }
    while (shared > 0 && !isAsking(first.get(shared - 1).role())) {
      shared--;
    }
    return first.subList(0, shared);
  }

  private static boolean isAsking(Role role) {
    return role == Role.USER || role == Role.TOOL;
  }

  /**
   * The one JSON text of this pair: sorted keys, no white space, UTF-8. {@link #parse} reads it
   * back.
   */
  public byte[] toJson() {
    Map<String, List<Map<String, Object>>> lists = new HashMap<>();
    lists.put("prompt", plain(prompt));
    lists.put("chosen", plain(chosen));
    lists.put("rejected", plain(rejected));
    return CanonicalJson.of(lists).getBytes(StandardCharsets.UTF_8);
  }

  private static List<Map<String, Object>> plain(List<Message> messages) {
    return new ArrayList<>(messages.stream().map(Message::plain).toList());
  }

  /** What is said, without roles: prompt, chosen and rejected, a newline between two messages. */
  public String text() {
    return Stream.of(prompt, chosen, rejected)
        .flatMap(List::stream)
        .map(Message::text)
        .collect(Collectors.joining("\n"));
  }
}
