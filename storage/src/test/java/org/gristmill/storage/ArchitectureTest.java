package org.gristmill.storage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Storage knows common, Hadoop, Parquet and JSON, and no other module or engine. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.gristmill.storage");

  @Test
  void knowsCommonHadoopParquetAndJson() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "com.fasterxml.jackson..",
            "org.apache.hadoop..",
            "org.apache.parquet..",
            "org.gristmill.common..",
            "org.gristmill.storage..")
        .check(CLASSES);
  }
}
