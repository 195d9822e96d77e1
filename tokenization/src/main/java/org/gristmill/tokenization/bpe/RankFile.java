package org.gristmill.tokenization.bpe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.gristmill.common.ConfigException;
import org.gristmill.common.CorruptDataException;

/**
 * A rank file of tiktoken: a line per token, its bytes in base64, a space, and its rank, which is
 * also its id. Two neighbours merge whenever their bytes together are a token, the lowest rank
 * first and the leftmost of equals; a piece that is a token as a whole is that token.
 *
 * <p>In a {@code tokenizer.json} that is: {@code ignore_merges}, and in the order of ranks one
 * merge for every token that merging can make. One is enough: between the borders of two neighbours
 * nothing happened but what happens when their bytes merge alone, and that leaves them as the same
 * two tokens wherever these bytes stand; see {@link #cut}.
 */
public final class RankFile {
  private static final Pattern LINE = Pattern.compile("([^\\s]+)[ \\t]+([0-9]{1,8})[ \\t]*");
  private static final int MOST_RANKS = 1 << 24;
  private static final int LONGEST_TOKEN = 1024;
  private static final int NO_RANK = Integer.MAX_VALUE;

  private final byte[][] tokens;
  private final Map<ByteBuffer, Integer> ranks;

  private RankFile(byte[][] tokens, Map<ByteBuffer, Integer> ranks) {
    this.tokens = tokens;
    this.ranks = ranks;
  }

  /** Whether a tokenizer file is of this kind, rather than JSON; judged by its first line. */
  public static boolean isOne(byte[] file) {
    int start = 0;
    while (start < file.length && (file[start] == '\n' || file[start] == '\r')) {
      start++;
    }
    int end = start;
    while (end < file.length && file[end] != '\n' && end - start < 4096) {
      end++;
    }
    return LINE.matcher(line(file, start, end)).matches();
  }

  /**
   * Reads the lines.
   *
   * @throws CorruptDataException if a line is not a token and a rank, a token or rank comes twice,
   *     or some byte has no token
   */
  public static RankFile parse(byte[] file) {
    Map<ByteBuffer, Integer> ranks = new HashMap<>();
    Map<Integer, Integer> lines = new HashMap<>();
    List<byte[]> tokens = new ArrayList<>();
    int number = 0;
    for (int start = 0; start < file.length; ) {
      int end = start;
      while (end < file.length && file[end] != '\n') {
        end++;
      }
      number++;
      if (end > start && !line(file, start, end).isBlank()) {
        var fields = LINE.matcher(line(file, start, end));
        if (!fields.matches()) {
          throw broken(number, "is not a token in base64, a space and a rank");
        }
        byte[] token = token(fields.group(1), number);
        int rank = Integer.parseInt(fields.group(2));
        if (rank >= MOST_RANKS) {
          throw broken(number, "has rank " + rank + "; expected at most " + (MOST_RANKS - 1));
        }
        Integer other = lines.putIfAbsent(rank, number);
        if (other != null) {
          throw broken(number, "has rank " + rank + ", which line " + other + " has already");
        }
        Integer same = ranks.putIfAbsent(ByteBuffer.wrap(token), rank);
        if (same != null) {
          throw broken(number, "has the token of line " + lines.get(same));
        }
        while (tokens.size() <= rank) {
          tokens.add(null);
        }
        tokens.set(rank, token);
      }
      start = end + 1;
    }
    for (int b = 0; b < 256; b++) {
      if (!ranks.containsKey(ByteBuffer.wrap(new byte[] {(byte) b}))) {
        throw new CorruptDataException(
            "Cannot read rank file: no line has the byte "
                + b
                + " alone; expected a token for each of the 256 bytes");
      }
    }
    return new RankFile(tokens.toArray(byte[][]::new), ranks);
  }

  private static String line(byte[] file, int start, int end) {
    int last = end > start && file[end - 1] == '\r' ? end - 1 : end;
    return new String(file, start, last - start, StandardCharsets.ISO_8859_1);
  }

  private static byte[] token(String base64, int line) {
    try {
      byte[] token = Base64.getDecoder().decode(base64.getBytes(StandardCharsets.ISO_8859_1));
      if (token.length > 0 && token.length <= LONGEST_TOKEN) {
        return token;
      }
      throw broken(
          line, "has a token of " + token.length + " bytes; expected 1 to " + LONGEST_TOKEN);
    } catch (IllegalArgumentException e) {
      throw broken(line, "begins with '" + base64 + "', which is not base64");
    }
  }

  private static CorruptDataException broken(int line, String what) {
    return new CorruptDataException("Cannot read rank file: line " + line + " " + what);
  }

  /**
   * The same tokenizer as a {@code tokenizer.json} tree.
   *
   * @param named what the file does not say; may be left out for the files of {@code r50k}, {@code
   *     p50k}, {@code cl100k}, {@code o200k} and Qwen, which are known by their tokens
   * @throws ConfigException if nothing is named and the file is not a known one
   * @throws CorruptDataException if a rank is missing that no special token takes, or a special
   *     token has the id or text of another token
   */
  public ObjectNode tokenizerJson(Optional<RankSettings> named) {
    RankSettings settings =
        named
            .or(() -> KnownRanks.settings(tokens))
            .orElseThrow(
                () ->
                    new ConfigException(
                        "Cannot use rank file of "
                            + ranks.size()
                            + " tokens: it is not one that is known by its tokens (r50k, p50k,"
                            + " cl100k, o200k, Qwen); expected the splitting pattern and the special"
                            + " tokens to be named"));
    check(settings.specialTokens());
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("version", "1.0").putNull("truncation").putNull("padding");
    ArrayNode added = root.putArray("added_tokens");
    settings.specialTokens().entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(token -> TokenizerJson.addSpecial(added, token.getKey(), token.getValue()));
    if (settings.form() == RankSettings.Form.NFC) {
      root.putObject("normalizer").put("type", "NFC");
    } else {
      root.putNull("normalizer");
    }
    TokenizerJson.addSplitterAndDecoder(root, settings.pattern());
    ObjectNode model = root.putObject("model").put("type", "BPE");
    model.putNull("dropout").putNull("unk_token");
    model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
    model.put("fuse_unk", false).put("byte_fallback", false).put("ignore_merges", true);
    ObjectNode entries = model.putObject("vocab");
    ArrayNode merges = JsonNodeFactory.instance.arrayNode();
    for (int rank = 0; rank < tokens.length; rank++) {
      if (tokens[rank] != null) {
        String written = ByteAlphabet.write(tokens[rank]);
        entries.put(written, rank);
        int cut = cut(tokens[rank]);
        if (cut > 0) {
          merges.add(written.substring(0, cut) + " " + written.substring(cut));
        }
      }
    }
    settings.specialTokens().forEach(entries::put);
    model.set("merges", merges);
    return root;
  }

  private void check(Map<String, Integer> specialTokens) {
    Map<Integer, String> byId = new HashMap<>();
    specialTokens.forEach(
        (token, id) -> {
          String other = byId.putIfAbsent(id, token);
          if (other != null || (id < tokens.length && tokens[id] != null)) {
            throw new CorruptDataException(
                "Cannot use special token '"
                    + token
                    + "' with rank file: its id "
                    + id
                    + " is "
                    + (other != null ? "that of '" + other + "'" : "a rank"));
          }
          byte[] written = ByteAlphabet.read(token);
          if (written != null && ranks.containsKey(ByteBuffer.wrap(written))) {
            throw new CorruptDataException(
                "Cannot use special token '"
                    + token
                    + "' with rank file: it is written like the token of rank "
                    + ranks.get(ByteBuffer.wrap(written)));
          }
        });
    for (int rank = 0; rank < tokens.length; rank++) {
      if (tokens[rank] == null && !byId.containsKey(rank)) {
        throw new CorruptDataException(
            "Cannot read rank file: no line has rank "
                + rank
                + ", though there are higher ones, and no special token has that id");
      }
    }
  }

  /**
   * Where the last two tokens meet that the bytes of this one merge to before they become one; 0 if
   * merging them ends before. Every byte is a token, so each pair of the two has a known rank.
   */
  private int cut(byte[] token) {
    int n = token.length;
    int[] starts = new int[n + 1];
    int[] pairRanks = new int[n];
    for (int i = 0; i <= n; i++) {
      starts[i] = i;
    }
    for (int i = 0; i + 1 < n; i++) {
      pairRanks[i] = rank(token, i, i + 2);
    }
    while (n > 2) {
      int best = 0;
      for (int i = 1; i + 1 < n; i++) {
        best = pairRanks[i] < pairRanks[best] ? i : best;
      }
      if (pairRanks[best] == NO_RANK) {
        return 0;
      }
      System.arraycopy(starts, best + 2, starts, best + 1, n - best - 1);
      System.arraycopy(pairRanks, best + 1, pairRanks, best, n - best - 1);
      n--;
      if (best + 1 < n) {
        pairRanks[best] = rank(token, starts[best], starts[best + 2]);
      }
      if (best > 0) {
        pairRanks[best - 1] = rank(token, starts[best - 1], starts[best + 1]);
      }
    }
    return n == 2 ? starts[1] : 0;
  }

  private int rank(byte[] token, int from, int to) {
    return ranks.getOrDefault(ByteBuffer.wrap(token, from, to - from), NO_RANK);
  }
}
