package org.gristmill.mixing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.ConfigTree;
import org.gristmill.common.recipe.layout.OpenSeek;

/** Reads mixtures strictly; every complaint names the line. */
final class MixtureReader {

  private static final String TOKENS = "tokens";
  private static final String MAX_EPOCHS = "max_epochs";
  private static final String MIN_TOKENS = "min_tokens";
  private static final String WEIGHTS = "weights";
  private static final List<String> KEYS = List.of(TOKENS, MAX_EPOCHS, MIN_TOKENS, WEIGHTS);
  private static final List<String> ASKS = Arrays.stream(Ask.values()).map(Ask::key).toList();

  private MixtureReader() {}

  static Mixture read(ConfigTree tree) {
    if (tree.isList()) {
      return new Mixture(OptionalLong.empty(), Mixture.DEFAULT_MAX_EPOCHS, 0, components(tree));
    }
    tree.allowOnly(KEYS);
    OptionalLong tokens =
        tree.find(TOKENS)
            .map(node -> OptionalLong.of(TokenCount.read(node)))
            .orElse(OptionalLong.empty());
    double maxEpochs =
        tree.find(MAX_EPOCHS).map(MixtureReader::maxEpochs).orElse(Mixture.DEFAULT_MAX_EPOCHS);
    long minTokens = tree.find(MIN_TOKENS).map(TokenCount::read).orElse(0L);
    return new Mixture(tokens, maxEpochs, minTokens, components(tree.at(WEIGHTS)));
  }

  private static double maxEpochs(ConfigTree node) {
    double epochs = node.asDouble();
    if (!(epochs > 0) || Double.isInfinite(epochs)) {
      throw node.error(
          Wording.of(
              "Cannot use max_epochs %s: it is out of range; expected a number above 0", epochs));
    }
    return epochs;
  }

  private static List<MixComponent> components(ConfigTree weights) {
    List<MixComponent> components = weights.isList() ? prefixes(weights) : new ArrayList<>();
    for (Map.Entry<String, ConfigTree> entry :
        weights.isList() ? Map.<String, ConfigTree>of().entrySet() : weights.entries().entrySet()) {
      components.add(component(entry.getKey(), entry.getValue()));
    }
    if (components.isEmpty()) {
      throw weights.error("Cannot use weights without a pattern: expected for example '**: 1'");
    }
    if (components.stream()
        .allMatch(part -> part.ask() == Ask.WEIGHT && part.amount().signum() == 0)) {
      throw weights.error("Cannot use weights that sum to 0: expected at least one above 0");
    }
    return components;
  }

  /** Weights and prefixes of data sets in turn, as Megatron takes them. */
  private static List<MixComponent> prefixes(ConfigTree list) {
    List<ConfigTree> items = list.items();
    if (items.size() % 2 != 0) {
      throw list.error(
          Wording.of(
              "Cannot use a list of %d entries as weights: expected a weight and a prefix in turn",
              items.size()));
    }
    List<MixComponent> components = new ArrayList<>();
    Map<String, String> places = new HashMap<>();
    for (int i = 0; i < items.size(); i += 2) {
      ConfigTree prefix = items.get(i + 1);
      String pattern = "*/*/*/*/" + OpenSeek.part(prefix.asText());
      String first = places.putIfAbsent(pattern, prefix.where());
      if (first != null) {
        throw prefix.error(
            Wording.of(
                "Cannot use '%s' twice: first at %s; expected one weight for it",
                prefix.asText(), first));
      }
      components.add(component(pattern, items.get(i)));
    }
    return components;
  }

  private static MixComponent component(String text, ConfigTree value) {
    StratumPattern pattern;
    try {
      pattern = StratumPattern.parse(text);
    } catch (ConfigException e) {
      throw value.error(e.getMessage(), e);
    }
    if (!value.isSection()) {
      return new MixComponent(pattern, Ask.WEIGHT, amount(Ask.WEIGHT, text, value), value.where());
    }
    value.allowOnly(ASKS);
    if (value.keys().size() != 1) {
      throw value.error(
          Wording.of(
              "Cannot use %d numbers for '%s': expected exactly one of %s",
              value.keys().size(), text, String.join(", ", ASKS)));
    }
    Ask ask = Ask.valueOf(value.keys().get(0).toUpperCase(Locale.ROOT));
    ConfigTree number = value.at(ask.key());
    return new MixComponent(pattern, ask, amount(ask, text, number), number.where());
  }

  private static BigDecimal amount(Ask ask, String pattern, ConfigTree node) {
    if (ask == Ask.TOKENS || ask == Ask.DOCUMENTS) {
      return BigDecimal.valueOf(TokenCount.read(node));
    }
    double number = node.asDouble();
    if (!(number >= 0) || Double.isInfinite(number)) {
      throw node.error(
          Wording.of(
              "Cannot use %s %s of '%s': expected a finite number from 0",
              ask.key(), number, pattern));
    }
    return new BigDecimal(node.plain().toString());
  }
}
