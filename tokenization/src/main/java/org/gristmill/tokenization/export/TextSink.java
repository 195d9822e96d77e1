package org.gristmill.tokenization.export;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.OptionalInt;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.store.AtomicOutput;
import org.gristmill.common.store.Store;
import org.gristmill.tokenization.SpecialTokens;
import org.gristmill.tokenization.Tokenizer;

/**
 * Turns documents back into text, one JSON object a line: {@code {"text": …}}. Every text is
 * encoded again, special tokens as tokens and between the tokens that begin and end a document;
 * where that does not give the same ids, the line also holds the document's own, {@code "ids":
 * […]}, so that nothing is lost. Empty documents give an empty text.
 */
public final class TextSink implements TokenSink {
  /** The file's name. */
  public static final String FILE = "documents.jsonl";

  private final Tokenizer tokenizer;
  private final OptionalInt begin;
  private final OptionalInt end;
  private final AtomicOutput output;
  private final JsonGenerator json;
  private int[] encoded = new int[1024];
  private long documents;
  private long different;
  private long withoutBegin;
  private long withoutEnd;

  /**
   * Starts a file.
   *
   * @param directory where it goes; empty for the root
   * @param begin special token that is taken off where a document begins with it; empty for none
   * @param end the same where it ends
   * @throws ConfigException if the tokenizer has no such token
   */
  public TextSink(Store store, String directory, Tokenizer tokenizer, String begin, String end)
      throws IOException {
    this.tokenizer = tokenizer;
    this.begin = id(tokenizer, begin);
    this.end = id(tokenizer, end);
    output = store.create(directory.isEmpty() ? FILE : directory + "/" + FILE);
    json = new JsonFactory().createGenerator(output, JsonEncoding.UTF8);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
    json.setRootValueSeparator(null);
  }

  private static OptionalInt id(Tokenizer tokenizer, String token) {
    OptionalInt id = token.isEmpty() ? OptionalInt.empty() : tokenizer.specialTokenId(token);
    if (!token.isEmpty() && id.isEmpty()) {
      throw new ConfigException(
          "Cannot take token '"
              + token
              + "' off documents: it is no special token of the tokenizer");
    }
    return id;
  }

  @Override
  public void add(int[] tokens, int off, int len) throws IOException {
    for (int i = off; i < off + len; i++) {
      if (tokens[i] < 0 || tokens[i] >= tokenizer.vocabularySize()) {
        throw new CorruptDataException(
            "Cannot decode document "
                + documents
                + ": token "
                + tokens[i]
                + "; expected 0 to "
                + (tokenizer.vocabularySize() - 1)
                + ", or another tokenizer");
      }
    }
    int from = off;
    int until = off + len;
    boolean begins = begin.isEmpty() || (from < until && tokens[from] == begin.getAsInt());
    from += begin.isPresent() && begins ? 1 : 0;
    boolean ends = end.isEmpty() || (from < until && tokens[until - 1] == end.getAsInt());
    until -= end.isPresent() && ends ? 1 : 0;
    withoutBegin += begins ? 0 : 1;
    withoutEnd += ends ? 0 : 1;
    String text = new String(tokenizer.decode(tokens, from, until - from), StandardCharsets.UTF_8);
    json.writeStartObject();
    json.writeStringField("text", text);
    if (!begins || !ends || !isSame(text, tokens, from, until)) {
      different++;
      json.writeArrayFieldStart("ids");
      for (int i = off; i < off + len; i++) {
        json.writeNumber(tokens[i]);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
    json.writeRaw('\n');
    documents++;
  }

  private boolean isSame(String text, int[] tokens, int from, int until) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    if (encoded.length < utf8.length) {
      encoded = new int[Math.max(utf8.length, 2 * encoded.length)];
    }
    int count = tokenizer.encode(utf8, 0, utf8.length, SpecialTokens.AS_TOKENS, encoded, 0);
    return Arrays.equals(encoded, 0, count, tokens, from, until);
  }

  /** Documents so far. */
  public long documents() {
    return documents;
  }

  /** Documents whose text does not encode to their tokens; those without begin or end too. */
  public long different() {
    return different;
  }

  /** Documents that do not begin with the token that was asked to be taken off. */
  public long withoutBegin() {
    return withoutBegin;
  }

  /** Documents that do not end with the token that was asked to be taken off. */
  public long withoutEnd() {
    return withoutEnd;
  }

  @Override
  public void finish() throws IOException {
    json.flush();
    output.commit();
  }

  @Override
  public void close() throws IOException {
    output.close();
  }
}
