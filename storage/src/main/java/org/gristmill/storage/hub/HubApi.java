package org.gristmill.storage.hub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gristmill.storage.hub.HubLimits.Kind;

/**
 * The questions that are asked of the Hub's programming interface and of its resolver. Thread-safe.
 */
final class HubApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;[^,]*\\brel=\"?next\"?");

  private final HubSettings settings;
  private final HubHttp http;
  private final Retries retries;

  HubApi(HubSettings settings, HubHttp http, Retries retries) {
    this.settings = settings;
    this.http = http;
    this.retries = retries;
  }

  /**
   * The commit that the revision of a path means now. Where terms have to be accepted the data of
   * one file is asked for, too: names of files are open, and the refusal would come in the middle
   * of a run.
   *
   * @throws IOException if there is no such data set or revision, or it may not be read
   */
  String commit(HubPath path) throws IOException {
    URI uri = api(path, "/revision/" + UrlText.quote(path.revision()));
    JsonNode answer = json(ask(HubRequest.get(Kind.API, uri), path), path);
    String commit = answer.path("sha").asText("");
    if (!commit.matches("[0-9a-f]{40}")) {
      throw new IOException("Cannot read " + path + ": the Hub names no commit for its revision");
    }
    JsonNode gated = answer.path("gated");
    String file = answer.path("siblings").path(0).path("rfilename").asText("");
    if (!file.isEmpty() && (gated.isTextual() || gated.asBoolean(false))) {
      head(path.at(file), commit);
    }
    return commit;
  }

  /**
   * Lists a folder.
   *
   * @param path of the folder
   * @param depth how deep
   * @param maxPages pages to be read at most, about 1,000 entries each
   * @return its entries in no order; empty if there are more pages
   * @throws FileNotFoundException if there is no such folder, or it is a file
   */
  Optional<List<HubEntry>> list(HubPath path, String commit, Depth depth, int maxPages)
      throws IOException {
    String folder = path.file().isEmpty() ? "" : "/" + UrlText.quote(path.file());
    String recursive = depth == Depth.ALL ? "true" : "false";
    URI uri = api(path, "/tree/" + commit + folder + "?recursive=" + recursive + "&expand=false");
    List<HubEntry> entries = new ArrayList<>();
    for (int page = 0; page < maxPages; page++) {
      HubReply reply = ask(HubRequest.get(Kind.API, uri), path);
      for (JsonNode item : json(reply, path)) {
        entries.add(entry(item, path));
      }
      Optional<URI> next = next(reply, path);
      if (next.isEmpty()) {
        return Optional.of(entries);
      }
      uri = next.get();
    }
    return Optional.empty();
  }

  /** How much of a folder a listing takes in. */
  enum Depth {
    /** What lies in it. */
    ONE,
    /** What lies below it. */
    ALL
  }

  /** Looks up one file or folder. */
  Optional<HubEntry> entry(HubPath path, String commit) throws IOException {
    String form = "paths=" + UrlText.quote(path.file()) + "&expand=false";
    HubRequest request = HubRequest.post(api(path, "/paths-info/" + commit), form);
    for (JsonNode item : json(ask(request, path), path)) {
      HubEntry entry = entry(item, path);
      if (entry.path().equals(path.file())) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /**
   * Asks where a file is; counted as a read, of which there may be more than other questions.
   *
   * @return the answer of the endpoint, which may be a redirect to the data
   * @throws FileNotFoundException if there is no such file
   */
  HubReply head(HubPath path, String commit) throws IOException {
    return retries.run(
        path.toString(),
        () -> {
          HubReply reply = http.sendToEndpoint(HubRequest.head(resolve(path, commit)));
          HubErrors.requireFound(reply, path, settings);
          return reply;
        });
  }

  /** Where the data of a file is asked for. */
  URI resolve(HubPath path, String commit) {
    return URI.create(
        settings.endpoint()
            + "/datasets/"
            + UrlText.quotePath(path.repository())
            + "/resolve/"
            + commit
            + "/"
            + UrlText.quotePath(path.file()));
  }

  private URI api(HubPath path, String rest) {
    return URI.create(
        settings.endpoint() + "/api/datasets/" + UrlText.quotePath(path.repository()) + rest);
  }

  private HubReply ask(HubRequest request, HubPath path) throws IOException {
    return retries.run(
        path.toString(),
        () -> {
          HubReply reply = http.sendToEndpoint(request);
          HubErrors.requireFound(reply, path, settings);
          if (reply.status() != 200) {
            throw new TransientException("the server answered with status " + reply.status());
          }
          return reply;
        });
  }

  /** The next page, asked of our endpoint even if the answer names the Hub behind a mirror. */
  private Optional<URI> next(HubReply reply, HubPath path) throws IOException {
    for (String link : reply.headers().allValues("Link")) {
      Matcher next = NEXT.matcher(link);
      if (next.find()) {
        int api = next.group(1).indexOf("/api/");
        try {
          if (api >= 0) {
            return Optional.of(URI.create(settings.endpoint() + next.group(1).substring(api)));
          }
        } catch (IllegalArgumentException e) {
          throw new IOException("Cannot list " + path + ": the next page has no valid address", e);
        }
        throw new IOException("Cannot list " + path + ": the next page is not below /api/");
      }
    }
    return Optional.empty();
  }

  private static JsonNode json(HubReply reply, HubPath path) throws IOException {
    try {
      return JSON.readTree(reply.body());
    } catch (IOException e) {
      throw new IOException("Cannot read " + path + ": the Hub's answer is no JSON", e);
    }
  }

  private static HubEntry entry(JsonNode item, HubPath path) throws IOException {
    String name = item.path("path").asText("");
    String type = item.path("type").asText("");
    if (name.isEmpty() || !(type.equals("file") || type.equals("directory"))) {
      throw new IOException(
          "Cannot list " + path + ": an entry of type '" + type + "' named '" + name + "'");
    }
    if (type.equals("directory")) {
      return HubEntry.folder(name);
    }
    JsonNode lfs = item.path("lfs");
    String content = lfs.isObject() ? lfs.path("oid").asText("") : item.path("oid").asText("");
    return new HubEntry(name, false, item.path("size").asLong(0), HubEntry.content(content));
  }
}
