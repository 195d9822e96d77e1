package org.gristmill.tokenization.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.gristmill.common.ConfigException;
import org.gristmill.common.recipe.ChatLayout;
import org.gristmill.tokenization.Tokenizer;

/**
 * Lays conversations out as tokens, and says which of them are to be learnt: what the assistant
 * itself writes, and the token that ends its turn. The text of messages never becomes a special
 * token, so that nobody can write a turn into somebody else's message. Equal input gives equal ids;
 * safe for all threads.
 *
 * <p>The ids of a message do not depend on the messages behind it, so conversations that begin with
 * the same messages begin with the same ids.
 */
public abstract class ChatTemplate {
  /** The tokenizer. */
  final Tokenizer tokenizer;

  private final String name;
  private final Optional<Message> defaultSystem;
  private final Map<String, Integer> specials = new LinkedHashMap<>();

  ChatTemplate(ChatLayout layout, Tokenizer tokenizer, Optional<String> defaultSystem) {
    this.name = name(layout);
    this.tokenizer = tokenizer;
    this.defaultSystem = defaultSystem.map(text -> Message.of(Role.SYSTEM, text));
    List<String> missing = new ArrayList<>();
    for (String token : layout.specialTokens()) {
      OptionalInt id = tokenizer.specialTokenId(token);
      if (id.isPresent()) {
        specials.put(token, id.getAsInt());
      } else {
        missing.add(token);
      }
    }
    if (!missing.isEmpty()) {
      throw new ConfigException(
          "Cannot use chat template "
              + name
              + ": the tokenizer lacks "
              + String.join(", ", missing)
              + "; expected the special tokens "
              + String.join(", ", layout.specialTokens()));
    }
  }

  /** The names of all templates. */
  public static List<String> names() {
    return Stream.of(ChatLayout.values()).map(ChatTemplate::name).toList();
  }

  private static String name(ChatLayout layout) {
    return layout.name().toLowerCase(Locale.ROOT);
  }

  /**
   * The template of a name for a tokenizer.
   *
   * @param defaultSystem system message of conversations that have none; empty adds none
   * @throws ConfigException if there is no such template, or the tokenizer lacks its special tokens
   */
  public static ChatTemplate of(String name, Tokenizer tokenizer, Optional<String> defaultSystem) {
    for (ChatLayout layout : ChatLayout.values()) {
      if (name(layout).equals(name)) {
        return of(layout, tokenizer, defaultSystem);
      }
    }
    throw new ConfigException(
        "Cannot use chat template '"
            + name
            + "': there is none of that name; expected "
            + String.join(" or ", names()));
  }

  /**
   * The template of a layout for a tokenizer.
   *
   * @param defaultSystem system message of conversations that have none; empty adds none
   * @throws ConfigException if the tokenizer lacks its special tokens
   */
  public static ChatTemplate of(
      ChatLayout layout, Tokenizer tokenizer, Optional<String> defaultSystem) {
    if (defaultSystem.filter(String::isEmpty).isPresent()) {
      throw new ConfigException("Cannot use an empty default system message: expected some text");
    }
    return switch (layout) {
      case NANOCHAT -> new NanochatTemplate(tokenizer, defaultSystem);
      case CHATML -> new ChatMlTemplate(tokenizer, defaultSystem);
    };
  }

  /** Name of this template. */
  public final String name() {
    return name;
  }

  /**
   * Renders a conversation.
   *
   * @param maxTokens the tokens behind so many are cut off
   * @param out filled from its start
   */
  public final void render(Conversation conversation, int maxTokens, RenderedTokens out) {
    render(conversation.messages(), 0, maxTokens, out);
  }

  /**
   * Renders what comes before an answer, and what opens the assistant's turn. Nothing of it is to
   * be learnt.
   *
   * @param prompt messages that take turns, the last one not the assistant's; {@link
   *     Conversation#promptOf} gives such
   * @param maxTokens the tokens behind so many are cut off before the turn is opened
   * @param out filled from its start
   */
  public final void renderForCompletion(List<Message> prompt, int maxTokens, RenderedTokens out) {
    render(prompt, prompt.size(), maxTokens, out);
    openAnswer(prompt.get(prompt.size() - 1).role(), out);
  }

  /**
   * Renders both answers of a pair, each behind the prompt. Only the answers are to be learnt.
   *
   * @param maxTokens the tokens behind so many are cut off, of each
   * @param chosen filled from its start
   * @param rejected filled from its start
   */
  public final void render(
      PreferencePair pair, int maxTokens, RenderedTokens chosen, RenderedTokens rejected) {
    int prompt = pair.prompt().size();
    render(behind(pair.prompt(), pair.chosen()), prompt, maxTokens, chosen);
    render(behind(pair.prompt(), pair.rejected()), prompt, maxTokens, rejected);
  }

  private static List<Message> behind(List<Message> prompt, List<Message> answer) {
    return Stream.concat(prompt.stream(), answer.stream()).toList();
  }

  private void render(List<Message> messages, int learnFrom, int maxTokens, RenderedTokens out) {
    if (maxTokens < 1) {
      throw new IllegalArgumentException(
          "Cannot render " + maxTokens + " tokens: expected at least 1");
    }
    out.clear();
    if (defaultSystem.isPresent() && messages.get(0).role() != Role.SYSTEM) {
      write(behind(List.of(defaultSystem.get()), messages), learnFrom + 1, out);
    } else {
      write(messages, learnFrom, out);
    }
    out.truncate(maxTokens);
  }

  /**
   * Appends messages that take turns.
   *
   * @param learnFrom nothing of the messages before this one is to be learnt
   */
  abstract void write(List<Message> messages, int learnFrom, RenderedTokens out);

  /** Appends what opens the assistant's turn behind a message of a role. */
  abstract void openAnswer(Role before, RenderedTokens out);

  /** The id of one of the special tokens asked for. */
  final int special(String token) {
    return specials.get(token);
  }
}
