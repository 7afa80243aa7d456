print("decisions")
