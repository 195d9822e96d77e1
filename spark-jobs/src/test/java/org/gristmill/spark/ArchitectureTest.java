package org.gristmill.spark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.gristmill.spark");

  @Test
  void textSourceAndDocumentsKnowNoSpark() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "org.gristmill.spark.text..",
            "org.gristmill.spark.source..",
            "org.gristmill.spark.document..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "scala..", "org.apache.hadoop..")
        .check(CLASSES);
  }

  @Test
  void textKnowsNoFiles() {
    noClasses()
        .that()
        .resideInAPackage("org.gristmill.spark.text..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.gristmill.common..", "java.nio.file..", "java.io..")
        .check(CLASSES);
  }

  @Test
  void jobsDoNotKnowTheTrainerOrTheFrontCommand() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.gristmill.trainer..", "org.gristmill.cli..")
        .check(CLASSES);
  }

  @Test
  void nothingIsSampledByPartition() {
    noClasses()
        .should()
        .callMethod(org.apache.spark.sql.functions.class, "rand")
        .orShould()
        .callMethod(org.apache.spark.sql.functions.class, "rand", long.class)
        .orShould()
        .callMethod(org.apache.spark.sql.functions.class, "monotonically_increasing_id")
        .orShould()
        .callMethod(org.apache.spark.sql.Dataset.class, "sample", double.class)
        .orShould()
        .callMethod(org.apache.spark.sql.Dataset.class, "sample", double.class, long.class)
        .check(CLASSES);
  }
}
