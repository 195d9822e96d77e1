package org.gristmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.Writer;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gristmill.common.CorruptDataException;
import org.gristmill.tokenization.chat.BadConversationException;
import org.gristmill.tokenization.chat.ChatTemplate;
import org.gristmill.tokenization.chat.Conversation;
import org.gristmill.tokenization.chat.PreferencePair;
import org.gristmill.tokenization.chat.RenderedTokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Conversations to ids and masks. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    description = {
      "Lay conversations out as token ids, with a mask of what is to be learnt.",
      "",
      "Reads rows {\"messages\": [{\"role\", \"content\"}, ...]} or bare lists of messages, and writes"
          + " rows {\"ids\": [...], \"mask\": [...]} in the same order; the mask is 1 where the"
          + " assistant writes, 0 elsewhere. Of rows {\"prompt\", \"chosen\", \"rejected\"} it writes"
          + " \"chosen\", \"chosen_mask\", \"rejected\" and \"rejected_mask\". Special tokens in the"
          + " text of a message are text."
    })
final class TokenizerRenderCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private TokenizerFile tokenizer;

  @Option(
      names = "--template",
      paramLabel = "NAME",
      required = true,
      completionCandidates = Templates.class,
      description = "The layout: ${COMPLETION-CANDIDATES}.")
  private String template;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      defaultValue = "2048",
      description = "What lies behind so many tokens is cut off. Default: ${DEFAULT-VALUE}.")
  private int maxTokens;

  @Option(
      names = "--system",
      paramLabel = "TEXT",
      description = "The system message of conversations that have none. Default: none.")
  private String system;

  @Option(
      names = "--for-completion",
      description =
          "Leave a last answer out and end where it would begin, as for a model to go on.")
  private boolean forCompletion;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      required = true,
      description = "Rows of conversations or pairs of answers, JSON lines.")
  private String input;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "Rows of ids and masks, JSON lines; replaced when the last row is there.")
  private String output;

  @Mixin private JsonOutput json;

  @Spec private CommandSpec spec;

  private final RenderedTokens first = new RenderedTokens();
  private final RenderedTokens second = new RenderedTokens();
  private long conversations;
  private long pairs;
  private long tokens;
  private long targets;
  private long idle;

  TokenizerRenderCommand(Console console) {
    this.console = console;
  }

  /** The names of templates. */
  static final class Templates implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return ChatTemplate.names().iterator();
    }
  }

  @Override
  public Integer call() throws IOException {
    if (maxTokens < 1) {
      throw new ParameterException(
          spec.commandLine(), "--max-tokens " + maxTokens + " is not a number of at least 1");
    }
    ChatTemplate layout = ChatTemplate.of(template, tokenizer.parse(), Optional.ofNullable(system));
    JsonRows.write(
        output, out -> JsonRows.read(input, (row, where) -> render(layout, row, where, out)));
    Summary summary = new Summary("renderedConversations", "Rendered " + input);
    summary.count("conversations", "conversations", conversations);
    summary.count("pairs of answers", "pairs", pairs);
    summary.count("tokens", "tokens", tokens);
    summary.count("tokens to learn", "targets", targets);
    summary.count("rows that teach nothing within --max-tokens", "rowsWithoutTargets", idle);
    console.print("%s", summary.text());
    json.write(summary.figures());
    return Failures.DONE;
  }

  private void render(ChatTemplate layout, JsonNode row, String where, Writer out)
      throws IOException {
    StringBuilder line = new StringBuilder("{");
    try {
      if (row.has("chosen") || row.has("rejected")) {
        pair(layout, PreferencePair.of(row), line, where);
      } else {
        conversation(layout, row, line);
      }
    } catch (BadConversationException e) {
      throw new CorruptDataException("Cannot read " + where + ": " + e.detail(), e);
    }
    out.append(line.append("}\n"));
  }

  private void conversation(ChatTemplate layout, JsonNode row, StringBuilder line) {
    if (forCompletion) {
      layout.renderForCompletion(Conversation.promptOf(row), maxTokens, first);
    } else {
      layout.render(Conversation.of(row), maxTokens, first);
    }
    append(first, "ids", "mask", line);
    idle += !forCompletion && first.targets() == 0 ? 1 : 0;
    conversations++;
  }

  private void pair(ChatTemplate layout, PreferencePair pair, StringBuilder line, String where) {
    if (forCompletion) {
      throw new CorruptDataException(
          "Cannot read " + where + ": it is a pair of answers; expected a conversation to go on");
    }
    layout.render(pair, maxTokens, first, second);
    append(first, "chosen", "chosen_mask", line);
    append(second, "rejected", "rejected_mask", line.append(','));
    idle += first.sameAs(second) ? 1 : 0;
    pairs++;
  }

  private void append(RenderedTokens rendered, String ids, String mask, StringBuilder line) {
    line.append('"').append(ids).append("\":[");
    for (int i = 0; i < rendered.length(); i++) {
      line.append(i == 0 ? "" : ",").append(rendered.ids()[i]);
    }
    line.append("],\"").append(mask).append("\":[");
    for (int i = 0; i < rendered.length(); i++) {
      line.append(i == 0 ? "" : ",").append(rendered.mask()[i]);
    }
    line.append(']');
    tokens += rendered.length();
    targets += rendered.targets();
  }
}
