package org.gristmill.common.recipe;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.ConfigException;
import org.gristmill.common.config.Check;
import org.gristmill.common.config.InvalidValueException;
import org.gristmill.common.recipe.layout.Layout;

/** Works out the labels of a source's files: the recipe goes before the layout. */
final class SourceLabels {
  private final Source source;
  private final Optional<Layout> layout;
  private final Labels own;
  private final Map<Label, LabelRule> rules = new EnumMap<>(Label.class);

  SourceLabels(Source source) {
    this.source = source;
    this.layout = source.namedLayout();
    this.own = source.labels().orElse(Labels.NONE);
    layout.ifPresent(known -> rules.putAll(known.labels().rules()));
    rules.putAll(own.rules());
    source.domain().ifPresent(slug -> rules.put(Label.DOMAIN, LabelRule.fixed(slug)));
    source
        .columns()
        .flatMap(Columns::quality)
        .ifPresent(name -> rules.put(Label.QUALITY, LabelRule.ofColumn(name)));
  }

  /** The labels of a file's documents. */
  FileLabels of(String location) {
    Map<Label, String> fixed = new EnumMap<>(Label.class);
    Map<Label, LabelRule> columns = new EnumMap<>(Label.class);
    Map<Label, String> said = said(location);
    said.keySet().stream()
        .filter(label -> !rules.containsKey(label))
        .forEach(label -> rules.put(label, LabelRule.AS_IT_STANDS));
    rules.forEach(
        (label, rule) -> {
          if (rule.column().isPresent()) {
            columns.put(label, rule);
          } else if (rule.value().isPresent()) {
            fixed.put(label, rule.value().get());
          } else if (said.containsKey(label)) {
            fixed.put(label, translated(label, rule, said.get(label), location));
          }
        });
    if (!fixed.containsKey(Label.DOMAIN) && !columns.containsKey(Label.DOMAIN)) {
      throw refused(location, "nothing gives it a domain; expected {domain} in its template");
    }
    return FileLabels.of(fixed, columns);
  }

  private Map<Label, String> said(String location) {
    if (own.path().isEmpty()) {
      return layout.map(known -> known.ofPath(location)).orElse(Map.of());
    }
    for (String template : own.path()) {
      Optional<Map<Label, String>> found = PathTemplate.parse(template).match(location);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw refused(
        location,
        "it does not end like labels.path "
            + String.join(" or ", own.path())
            + "; expected a path of the source that leads to such files only");
  }

  private String translated(Label label, LabelRule rule, String said, String location) {
    String text =
        rule.translate(said)
            .orElseThrow(
                () ->
                    refused(
                        location,
                        "'"
                            + said
                            + "' is none of labels."
                            + label.key()
                            + ".values; expected one of "
                            + new ArrayList<>(rule.values().keySet())
                            + ", or 'otherwise'"));
    if (label != Label.CATEGORY) {
      try {
        Check.slug(label.key(), text);
      } catch (InvalidValueException e) {
        throw refused(
            location,
            "the "
                + label.key()
                + " '"
                + text
                + "' is not a slug; expected lower-case letters, digits, '_', '.' or '-', or an"
                + " entry in labels."
                + label.key()
                + ".values");
      }
    }
    return text;
  }

  private ConfigException refused(String location, String reason) {
    return new ConfigException(
        "Cannot label " + location + " of source '" + source.name() + "': " + reason);
  }

  /** Domains that are known before there are files. */
  List<String> knownDomains() {
    LabelRule rule = rules.get(Label.DOMAIN);
    if (rule == null) {
      return List.of();
    }
    List<String> known = new ArrayList<>(rule.values().values());
    rule.value().ifPresent(known::add);
    rule.otherwise().ifPresent(known::add);
    return known;
  }
}
