package org.gristmill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gristmill.common.work.InputFile;
import org.gristmill.storage.hub.HubRequests;
import org.junit.jupiter.api.Test;

/** What a plan says of sources before they are read. */
class SourceInputsTest {
  private static InputFile file(String root, String path, long bytes) {
    return new InputFile("s", root, path, bytes, 0, "");
  }

  private static Map<String, Object> figures(HubRequests requests) {
    return new SourceInputs("s", "parquet", 3, 9, requests, 0, new TreeMap<>()).figures();
  }

  @Test
  void onlyFilesOnTheHubTakeRequests() {
    HubRequests requests =
        SourceInputs.requests(
            List.of(
                file("hf://datasets/o/n@main/data", "a.parquet", 1000),
                file("hf://datasets/o/n@main/data", "b.parquet", 600_000),
                file("/data", "c.parquet", 1000)));
    assertThat(requests).isEqualTo(new HubRequests(2, 1 + 3));
    assertThat(figures(requests))
        .containsEntry("countedRequests", 2L)
        .containsEntry("dataRequests", 4L);
    assertThat(figures(HubRequests.NONE)).doesNotContainKeys("countedRequests", "dataRequests");
  }
}
