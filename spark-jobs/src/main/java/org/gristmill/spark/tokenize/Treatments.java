package org.gristmill.spark.tokenize;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.CanonicalJson;
import org.gristmill.common.hash.Xxh64;
import org.gristmill.common.recipe.ChatLayout;
import org.gristmill.common.recipe.ChatOptions;
import org.gristmill.common.recipe.SpecialTokensInText;
import org.gristmill.common.recipe.TokenizerOptions;
import org.gristmill.spark.source.SourceDocument;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;
import org.gristmill.tokenization.chat.ChatTemplate;
import org.gristmill.tokenization.chat.Conversation;
import org.gristmill.tokenization.chat.PreferencePair;
import org.gristmill.tokenization.fim.FillInMiddle;

/**
 * What is done to documents on their way to tokens, besides encoding: edits, rendering,
 * rearranging. Each has an identity; tokens made under equal identities may be moved. Safe for all
 * threads.
 */
final class Treatments implements Serializable {
  private static final long serialVersionUID = 1;

  /** Where the identities of texts begin whose special tokens are tokens. */
  private static final long TOKENS_IN_TEXT = 0x737065636961L;

  /** Where the identity of documents begins that are tokens already. */
  private static final long AS_THEY_ARE = 0x746F6B656E73L;

  private final ArrayList<FimRule> rules;
  private final SpecialTokens specialTokens;
  private final ChatLayout layout;
  private final int maxTokens;
  private final String system;
  private final long rendering;
  private final ConcurrentHashMap<String, Integer> byStratum = new ConcurrentHashMap<>();

  private Treatments(
      List<FimRule> rules, SpecialTokensInText specialTokens, Optional<ChatOptions> chat) {
    this.rules = new ArrayList<>(rules);
    this.specialTokens =
        specialTokens == SpecialTokensInText.AS_TOKENS
            ? SpecialTokens.AS_TOKENS
            : SpecialTokens.AS_TEXT;
    this.layout = chat.map(ChatOptions::template).orElse(null);
    this.maxTokens = chat.map(ChatOptions::maxTokens).orElse(0);
    this.system = chat.flatMap(ChatOptions::system).orElse("");
    this.rendering =
        chat.map(options -> CanonicalJson.of(options).getBytes(StandardCharsets.UTF_8))
            .map(json -> Xxh64.hash(json, 0, json.length, 0))
            .orElse(0L);
  }

  /**
   * What a recipe asks for.
   *
   * @param strata all strata there are
   * @throws ConfigException if the tokenizer lacks a token, or a pattern names no stratum
   */
  static Treatments of(TokenizerOptions options, Tokenizer tokenizer, Collection<String> strata) {
    List<FimRule> rules = new ArrayList<>();
    options.fim().forEach(rule -> rules.add(FimRule.of(rule, tokenizer)));
    for (FimRule rule : rules) {
      if (strata.stream().noneMatch(rule::matches)) {
        throw new ConfigException(
            "Cannot rearrange documents of "
                + rule.strata()
                + " (tokenizer.fim): the pattern matches no stratum; expected one of "
                + String.join(", ", strata));
      }
    }
    Treatments treatments = new Treatments(rules, options.specialTokensInText(), options.chat());
    treatments.template(tokenizer);
    return treatments;
  }

  static boolean isRendered(String kind) {
    return kind.equals(Conversation.KIND) || kind.equals(PreferencePair.KIND);
  }

  /** The template of conversations and pairs; empty if the recipe names none. */
  Optional<ChatTemplate> template(Tokenizer tokenizer) {
    Optional<String> given = system.isEmpty() ? Optional.empty() : Optional.of(system);
    return Optional.ofNullable(layout).map(chosen -> ChatTemplate.of(chosen, tokenizer, given));
  }

  /** What becomes of special tokens that stand in a text. */
  SpecialTokens specialTokens() {
    return specialTokens;
  }

  /** Most tokens of a conversation, or of an answer with its prompt. */
  int maxTokens() {
    return maxTokens;
  }

  /** How texts of a stratum are rearranged; the last rule that matches counts. */
  Optional<FillInMiddle> rearranger(String stratum) {
    if (rules.isEmpty()) {
      return Optional.empty();
    }
    int number = byStratum.computeIfAbsent(stratum, this::ruleOf);
    return number < 0 ? Optional.empty() : Optional.of(rules.get(number).rearranger());
  }

  private int ruleOf(String stratum) {
    int last = -1;
    for (int r = 0; r < rules.size(); r++) {
      last = rules.get(r).matches(stratum) ? r : last;
    }
    return last;
  }

  /**
   * Identity of what is done to a document.
   *
   * @param edits identity of its edits
   * @return that of the edits where nothing else is done, so 0 where nothing is done at all
   */
  long identity(String kind, String stratum, long key, long edits) {
    if (kind.equals(SourceDocument.TOKENS)) {
      return Xxh64.hashLong(AS_THEY_ARE, edits) | 1;
    }
    if (isRendered(kind)) {
      return Xxh64.hashLong(rendering, edits) | 1;
    }
    long read =
        specialTokens == SpecialTokens.AS_TOKENS
            ? Xxh64.hashLong(TOKENS_IN_TEXT, edits) | 1
            : edits;
    Optional<FillInMiddle> rearranger = rearranger(stratum);
    return rearranger
        .flatMap(rule -> rule.layout(key).map(rule::identity))
        .map(rearranged -> Xxh64.hashLong(rearranged, read) | 1)
        .orElse(read);
  }
}
