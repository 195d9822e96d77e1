package org.gristmill.storage.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gristmill.storage.hub.HubBench.path;
import static org.gristmill.storage.hub.HubBench.text;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileChecksum;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.gristmill.common.store.FileInfo;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.storage.HubServer;
import org.gristmill.storage.HubServer.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Listings and what they cost. */
class HubListingTest {
  private HubBench bench;

  @BeforeEach
  void start() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    files.put("README.md", text("# Grain"));
    for (int crawl = 0; crawl < 5; crawl++) {
      for (int file = 0; file < 4; file++) {
        files.put("data/crawl-" + crawl + "/" + file + ".parquet", new byte[300 + file]);
      }
    }
    files.put("odd/中文 #1/a:b.jsonl", text("{}"));
    bench = new HubBench(files);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  private static List<String> names(FileStatus[] statuses) {
    return Arrays.stream(statuses).map(status -> status.getPath().toUri().getPath()).toList();
  }

  @Test
  void listsFoldersAndFilesInOrder() throws IOException {
    FileSystem fileSystem = bench.open();
    assertThat(names(fileSystem.listStatus(path(""))))
        .containsExactly("/mill/grain/README.md", "/mill/grain/data", "/mill/grain/odd");
    FileStatus[] data = fileSystem.listStatus(path("data"));
    assertThat(data).hasSize(5).allMatch(FileStatus::isDirectory);
    FileStatus[] files = fileSystem.listStatus(path("data/crawl-1"));
    assertThat(files).extracting(FileStatus::getLen).containsExactly(300L, 301L, 302L, 303L);
    assertThat(names(fileSystem.listStatus(path("odd/中文 #1"))))
        .containsExactly("/mill/grain/odd/中文 #1/a:b.jsonl");
  }

  @Test
  void aWholeDataSetIsListedOnce() throws IOException {
    FileSystem fileSystem = bench.open();
    assertThat(fileSystem.globStatus(path("data/*/*.parquet"))).hasSize(20);
    assertThat(fileSystem.globStatus(path("data/crawl-{1,3}/[0-2].parquet"))).hasSize(6);
    assertThat(fileSystem.getFileStatus(path("data/crawl-0/3.parquet")).getLen()).isEqualTo(303);
    assertThat(bench.server.requests())
        .extracting(Request::path)
        .containsExactly(
            "/api/datasets/mill/grain/revision/main",
            "/api/datasets/mill/grain/tree/"
                + bench.server.head("mill/grain", "main")
                + "/data?recursive=true&expand=false");
  }

  @Test
  void followsPagesOnItsOwnEndpoint() throws IOException {
    bench.server.pages(7).linkHost("https://huggingface.co");
    assertThat(bench.open().globStatus(path("data/*/*.parquet"))).hasSize(20);
    assertThat(bench.asked("hub")).hasSize(1 + 4);
  }

  @Test
  void aHugeFolderIsListedAlone() throws IOException {
    bench.server.pages(1);
    FileSystem fileSystem = bench.open();
    assertThat(fileSystem.listStatus(path("data"))).hasSize(5);
    assertThat(fileSystem.listStatus(path("data/crawl-1"))).hasSize(4);
    assertThat(fileSystem.getFileStatus(path("data")).isDirectory()).isTrue();
    bench.server.pages(1000);
    int before = bench.asked("hub").size();
    assertThat(fileSystem.listFiles(path("data"), true).next().getLen()).isEqualTo(300);
    assertThat(bench.asked("hub")).hasSize(before + 1);
  }

  @Test
  void storesListThroughIt() throws IOException {
    try (Store store =
        Stores.open(
            "hf://datasets/mill/grain@main", Map.of("fs.hf.endpoint", bench.server.endpoint()))) {
      assertThat(store.list(""))
          .hasSize(22)
          .extracting(FileInfo::path)
          .contains("data/crawl-0/0.parquet", "odd/中文 #1/a:b.jsonl")
          .isSorted();
      assertThat(store.stat("data/crawl-4/2.parquet").orElseThrow().bytes()).isEqualTo(302);
      assertThat(store.stat("data/crawl-4/none.parquet")).isEmpty();
      assertThat(store.readAll("odd/中文 #1/a:b.jsonl")).isEqualTo(text("{}"));
      assertThat(store.list("nothing")).isEmpty();
      assertThatThrownBy(() -> store.writeAtomically("x", new byte[1]))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the Hub is only read; expected a path on another file system");
    }
  }

  @Test
  void storesStartInFoldersOfAnyName() throws IOException {
    Map<String, String> settings = Map.of("fs.hf.endpoint", bench.server.endpoint());
    try (Store store = Stores.open("hf://datasets/mill/grain/odd/中文 #1", settings)) {
      assertThat(store.list("")).extracting(FileInfo::path).containsExactly("a:b.jsonl");
      assertThat(store.readAll("a:b.jsonl")).isEqualTo(text("{}"));
    }
  }

  @Test
  void aSingleFileIsAskedOfTheResolver() throws IOException {
    FileStatus status = bench.open().getFileStatus(path("data/crawl-0/3.parquet"));
    assertThat(status.getLen()).isEqualTo(303);
    assertThat(bench.asked("hub")).extracting(Request::method).containsExactly("GET", "HEAD");
    FileStatus small = bench.open().getFileStatus(path("README.md"));
    assertThat(small.getLen()).isEqualTo(7);
  }

  @Test
  void aFolderWithADotIsFound() throws IOException {
    bench.server.commit("mill/grain", "main", Map.of("v1.0/x/y.txt", text("y")));
    FileSystem fileSystem = bench.open();
    assertThat(fileSystem.getFileStatus(path("v1.0")).isDirectory()).isTrue();
    assertThat(fileSystem.getFileStatus(path("v1.0/x")).isDirectory()).isTrue();
    assertThat(names(fileSystem.listStatus(path("v1.0/x/y.txt"))))
        .containsExactly("/mill/grain/v1.0/x/y.txt");
  }

  @Test
  void whatIsNotThereIsMissing() {
    for (String name : List.of("none", "none.parquet", "data/none/x.parquet")) {
      assertThatThrownBy(() -> bench.open().getFileStatus(path(name)))
          .isInstanceOf(FileNotFoundException.class)
          .hasMessage(
              "Cannot read hf://datasets/mill/grain/"
                  + name
                  + ": no such file or folder at this revision");
      assertThatThrownBy(() -> bench.open().listStatus(path(name)))
          .isInstanceOf(FileNotFoundException.class)
          .hasMessageContaining("no such file or folder");
    }
  }

  @Test
  void aBranchThatMovesIsReadAsItWas() throws IOException {
    FileSystem before = bench.open();
    assertThat(before.listStatus(path(""))).hasSize(3);
    bench.server.commit("mill/grain", "main", Map.of("new.txt", text("new")));
    assertThat(before.listStatus(path("data"))).hasSize(5);
    assertThat(bench.open().listStatus(path(""))).hasSize(1);
  }

  @Test
  void branchesAndCommitsAreReadSideBySide() throws IOException {
    bench.server.commit("mill/grain", "refs/convert/parquet", Map.of("p.parquet", new byte[400]));
    FileSystem fileSystem = bench.open();
    String commit = bench.server.head("mill/grain", "main");
    for (String revision : List.of("@main", "@" + commit)) {
      Path readme = new Path("hf://datasets/mill/grain" + revision + "/README.md");
      assertThat(fileSystem.getFileStatus(readme).getLen()).isEqualTo(7);
      assertThat(fileSystem.getFileStatus(readme).getPath()).isEqualTo(readme);
    }
    for (String revision : List.of("@refs/convert/parquet", "@refs%2Fconvert%2Fparquet")) {
      Path root = new Path("hf://datasets/mill/grain" + revision);
      assertThat(fileSystem.listStatus(root)[0].getPath()).isEqualTo(new Path(root, "p.parquet"));
    }
  }

  @Test
  void revisionsCanBePinnedForOtherProcesses() throws IOException {
    String commit = bench.server.head("mill/grain", "main");
    Map<String, String> settings =
        HubRevisions.pin(
            List.of("data/x.jsonl", "hf://datasets/mill/grain/data/*/{a,b}.parquet"),
            Map.of("fs.hf.endpoint", bench.server.endpoint(), "fs.hf.token", "hf_x"));
    assertThat(settings)
        .containsEntry("fs.hf.commit.mill/grain@main", commit)
        .containsEntry("fs.hf.endpoint", bench.server.endpoint())
        .containsEntry("fs.hf.offline", "false")
        .containsEntry("fs.hf.token", "hf_x");
    bench.server.commit("mill/grain", "main", Map.of("new.txt", text("new")));
    settings.forEach(bench::set);
    bench.server.forget();
    assertThat(bench.open().listStatus(path("data"))).hasSize(5);
    assertThat(bench.asked("hub")).hasSize(1);
    assertThat(HubRevisions.pin(List.of("/a", "s3a://b/c"), Map.of("k", "v")))
        .isEqualTo(Map.of("k", "v"));
  }

  @Test
  void largeFilesHaveTheChecksumTheHubStates() throws IOException {
    FileSystem fileSystem = bench.open();
    FileChecksum checksum = fileSystem.getFileChecksum(path("data/crawl-0/1.parquet"));
    assertThat(checksum.getAlgorithmName()).isEqualTo("SHA-256");
    assertThat(java.util.HexFormat.of().formatHex(checksum.getBytes()))
        .isEqualTo(HubServer.digest("SHA-256", new byte[301]));
    assertThat(fileSystem.getFileChecksum(path("README.md"))).isNull();
  }

  @Test
  void listingsNameContents() throws IOException {
    Map<String, String> settings = Map.of("fs.hf.endpoint", bench.server.endpoint());
    try (Store store = Stores.open("hf://datasets/mill/grain", settings)) {
      String large = HubServer.digest("SHA-256", new byte[302]).substring(0, 32);
      String small = HubServer.digest("SHA-1", text("blob 7\0# Grain")).substring(0, 32);
      assertThat(store.list("data/crawl-1"))
          .extracting(FileInfo::identity)
          .doesNotContain("")
          .contains(large);
      assertThat(store.stat("data/crawl-3/2.parquet").orElseThrow().identity()).isEqualTo(large);
      assertThat(store.stat("README.md").orElseThrow().identity()).isEqualTo(small);
    }
  }

  @Test
  void theHubItselfIsNotListed() throws IOException {
    FileSystem fileSystem = bench.open();
    assertThat(fileSystem.getFileStatus(new Path("hf://datasets/")).isDirectory()).isTrue();
    assertThatThrownBy(() -> fileSystem.listStatus(new Path("hf://datasets/mill")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the Hub has too many data sets; expected one by its name");
  }

  @Test
  void nothingIsWritten() throws IOException {
    FileSystem fileSystem = bench.open();
    Path file = path("x");
    assertThatThrownBy(() -> fileSystem.create(file))
        .hasMessage(
            "Cannot write hf://datasets/mill/grain/x: the Hub is only read; expected a path on"
                + " another file system");
    assertThatThrownBy(() -> fileSystem.append(file)).hasMessageStartingWith("Cannot append to");
    assertThatThrownBy(() -> fileSystem.mkdirs(file)).hasMessageStartingWith("Cannot make folder");
    assertThatThrownBy(() -> fileSystem.delete(file, true)).hasMessageStartingWith("Cannot delete");
    assertThatThrownBy(() -> fileSystem.rename(file, file)).hasMessageStartingWith("Cannot rename");
  }
}
