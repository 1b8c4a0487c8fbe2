-- Two roles for the state, for whoever runs the database to run once, with
-- passwords of their own. A plan only reads the state, so a pull request that is
-- up to no good can't write it.

CREATE ROLE terraform_apply LOGIN PASSWORD 'change-me-apply';

CREATE ROLE terraform_plan LOGIN PASSWORD 'change-me-plan';

-- Here the backend makes a table, and in "public" a sequence.
CREATE SCHEMA terraform_remote_state AUTHORIZATION terraform_apply;

GRANT CREATE, USAGE ON SCHEMA public TO terraform_apply;

GRANT USAGE ON SCHEMA terraform_remote_state TO terraform_plan;

ALTER DEFAULT PRIVILEGES FOR ROLE terraform_apply IN SCHEMA terraform_remote_state
  GRANT SELECT ON TABLES TO terraform_plan;
