package org.gristmill.storage;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Storage knows common, Hadoop and Parquet, and no other module or engine. */
@AnalyzeClasses(packages = "org.gristmill.storage", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule KNOWS_COMMON_HADOOP_AND_PARQUET =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.apache.hadoop..",
              "org.apache.parquet..",
              "org.gristmill.common..",
              "org.gristmill.storage..");
}
